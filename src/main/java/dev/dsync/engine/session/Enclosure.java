package dev.dsync.engine.session;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.scan.Choice;
import dev.dsync.engine.scan.Origin;
import dev.dsync.engine.scan.Reach;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FileSystem.LastLink;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Whether a destination lies in what is to be copied into it. */
final class Enclosure {
    /** Why nothing may be found at a path; whoever opens it says so. */
    private static final Set<Reason> UNREACHABLE =
            Set.of(Reason.NOT_FOUND, Reason.NOT_DIRECTORY, Reason.ACCESS_DENIED);

    private final FileSystem system;
    private final Scope scope;

    Enclosure(FileSystem system, Scope scope) {
        this.system = system;
        this.scope = scope;
    }

    /**
     * Whether what is made at the destination would be listed as part of the origin.
     *
     * @param base the typed path of the origin's root
     */
    boolean holds(TypedPath base, Origin origin, TypedPath destination) throws IOException {
        if (!scope.recursive()) {
            return false;
        }
        List<Name> source = components(system.realPath(orHere(base.bytes())));
        source.addAll(components(origin.at().bytes()));
        List<Name> target = real(orHere(destination.bytes()));
        boolean named = !origin.as().isRoot();
        boolean beneath =
                target.size() > source.size() - (named ? 1 : 0)
                        && target.size() >= source.size()
                        && target.subList(0, source.size()).equals(source);
        if (!beneath) {
            return false;
        }
        Choice choice = choice(base, origin);
        List<Name> listed = new ArrayList<>(components(origin.as().bytes()));
        listed.addAll(target.subList(source.size(), target.size()));
        for (Name name : listed) {
            if (!choice.includes(name, true)) {
                return false;
            }
            choice = choice.enter(name);
        }
        return true;
    }

    /** What is listed of an origin's root, where it is taken as it was named. */
    private Choice choice(TypedPath base, Origin origin) throws IOException {
        Set<RelPath> named = Set.copyOf(origin.as().upwards());
        boolean atTop = scope.relative() || origin.at().isRoot();
        return new IgnoreReader(origin.root(), Reach.Links.NONE, atTop)
                .without(
                        FilterChoice.atSource(
                                scope, system, base.bytes(), origin.root(), Reach.Links.NONE),
                        scope,
                        named);
    }

    private static byte[] orHere(byte[] path) {
        return path.length == 0 ? new byte[] {'.'} : path;
    }

    /** The path without links, of which the last names need not exist or be reachable. */
    private List<Name> real(byte[] path) throws IOException {
        int end = path.length;
        while (end > 1 && path[end - 1] == '/') {
            end--;
        }
        byte[] trimmed = Arrays.copyOf(path, end);
        try {
            system.stat(trimmed, LastLink.FOLLOWED);
            return components(system.realPath(trimmed));
        } catch (FsException e) {
            if (!UNREACHABLE.contains(e.reason()) || isStart(trimmed)) {
                throw e;
            }
        }
        int slash = end - 1;
        while (slash >= 0 && trimmed[slash] != '/') {
            slash--;
        }
        byte[] parent = Arrays.copyOf(trimmed, slash + 1);
        List<Name> names = real(orHere(parent));
        names.addAll(components(Arrays.copyOfRange(trimmed, slash + 1, end)));
        return names;
    }

    /** Whether nothing is above it. */
    private static boolean isStart(byte[] path) {
        return path.length == 1 && (path[0] == '.' || path[0] == '/');
    }

    private static List<Name> components(byte[] path) throws IOException {
        List<Name> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                if (i > start) {
                    try {
                        names.add(Name.of(Arrays.copyOfRange(path, start, i)));
                    } catch (IllegalNameException e) {
                        throw new IOException(e);
                    }
                }
                start = i + 1;
            }
        }
        return names;
    }
}
