package dev.dsync.engine.session;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.scan.Origin;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FileSystem.LastLink;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The paths of sources opened so far. */
final class SourceOpening implements AutoCloseable {
    private final FileSystem system;
    private final Scope scope;
    private final List<Origin> origins = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<TypedPath, Root> roots = new HashMap<>();
    private final Map<Root, TypedPath> opened = new HashMap<>();
    private @Nullable Root top;
    private @Nullable FollowedLinks followed;
    private int others;

    SourceOpening(FileSystem system, Scope scope) {
        this.system = system;
        this.scope = scope;
    }

    void add(TypedPath path) throws IOException {
        try {
            LastLink link = path.meansContents() ? LastLink.FOLLOWED : LastLink.ITSELF;
            byte[] looked =
                    scope.relative() ? TypedNames.withoutSlashes(path.bytes()) : path.bytes();
            Stat stat = system.stat(looked.length == 0 ? new byte[] {'.'} : looked, link);
            others += stat.kind() == Kind.DIRECTORY ? 0 : 1;
            if (scope.relative()) {
                addRelative(path);
            } else if (path.meansContents() || path.isEmpty()) {
                origins.add(new Origin(root(path), RelPath.ROOT, RelPath.ROOT));
            } else {
                RelPath name = RelPath.ROOT.child(Name.of(path.lastComponent()));
                origins.add(new Origin(root(TypedNames.parent(path)), name, name));
            }
            if (stat.kind() == Kind.SYMLINK && scope.links().any()) {
                others -= followed(scope.links()).leadsToDirectory(origins.getLast()) ? 1 : 0;
            }
        } catch (FsException e) {
            if (e.reason() != FsException.Reason.NOT_FOUND || !isProvidedFor(path)) {
                problems.add(
                        new Problem(
                                shown(path),
                                Problem.Kind.SOURCE,
                                typed(path) + slash(path, e) + ": " + e.reason().text()));
            }
        } catch (IllegalNameException e) {
            problems.add(
                    new Problem(
                            shown(path),
                            Problem.Kind.ILLEGAL_NAME,
                            String.valueOf(e.getMessage())));
        }
    }

    /** Whether it is no problem that this is not there; what is in a directory has no name. */
    private boolean isProvidedFor(TypedPath path) throws IOException {
        if (scope.missing() == Scope.Missing.FAILS || (path.meansContents() && !scope.relative())) {
            return false;
        }
        try {
            Origin absent = absent(path);
            if (scope.missing() == Scope.Missing.DELETES) {
                origins.add(absent);
            }
            others++;
            return true;
        } catch (FsException | IllegalNameException e) {
            return false; // nothing could be there
        }
    }

    private Origin absent(TypedPath path) throws IOException, IllegalNameException {
        if (scope.relative()) {
            RelPath at = TypedNames.whole(path.bytes());
            return Origin.ofAbsent(start(path), at);
        }
        RelPath name = RelPath.ROOT.child(Name.of(path.lastComponent()));
        return Origin.ofAbsent(root(TypedNames.parent(path)), name);
    }

    /** With the whole path as typed, or what of it stands behind {@code /./}. */
    private void addRelative(TypedPath path) throws IOException, IllegalNameException {
        RelPath at = TypedNames.whole(path.bytes());
        origins.add(new Origin(start(path), at, at, path.meansContents()));
    }

    /** The root in which what is kept of a path begins. */
    private Root start(TypedPath path) throws IOException, IllegalNameException {
        Root root = root(TypedPath.of(TypedNames.start(path.bytes())));
        top = top == null && TypedNames.beginsWithDot(path.bytes()) ? root : top;
        return root;
    }

    private Root root(TypedPath path) throws IOException {
        Root root = roots.get(path);
        if (root == null) {
            root = system.openRoot(path.isEmpty() ? new byte[] {'.'} : path.bytes());
            roots.put(path, root);
            opened.put(root, path);
        }
        return root;
    }

    /** The slash behind what is no directory is what is wrong with it. */
    private static String slash(TypedPath path, FsException e) {
        boolean isWrong = e.reason() == FsException.Reason.NOT_DIRECTORY && path.meansContents();
        return isWrong ? "/" : "";
    }

    /** The path as it was typed, but for slashes behind its name. */
    private static String typed(TypedPath path) {
        String text = path.isEmpty() ? "." : path.toString();
        int end = text.length();
        while (end > 1 && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }

    /**
     * The path as a problem names it; what is no path below anything is shown by its last name
     * alone.
     */
    private static RelPath shown(TypedPath path) {
        byte[] bytes = path.bytes();
        int start = 0;
        while (start < bytes.length && bytes[start] == '/') {
            start++;
        }
        int end = bytes.length;
        while (end > start && bytes[end - 1] == '/') {
            end--;
        }
        try {
            return RelPath.of(Arrays.copyOfRange(bytes, start, end));
        } catch (IllegalNameException e) {
            return RelPath.ROOT;
        }
    }

    private FollowedLinks followed(Scope.Links which) throws IOException {
        FollowedLinks known = followed;
        if (known == null) {
            Root everything = system.openRoot(system.top());
            known = new FollowedLinks(which, system, everything, opened);
            followed = known;
        }
        return known;
    }

    List<Origin> origins() {
        return origins;
    }

    List<Problem> problems() {
        return problems;
    }

    /** The path by which each root was opened. */
    Map<Root, TypedPath> opened() {
        return opened;
    }

    /** The root that is listed itself, where one was meant. */
    @Nullable Root top() {
        return top;
    }

    /** Finds where links lead; null if none is followed. */
    @Nullable FollowedLinks followed() throws IOException {
        return scope.links().any() ? followed(scope.links()) : null;
    }

    /** Whether the only path names something else than a directory. */
    boolean isSingle() {
        return top == null
                && others == 1
                && origins.stream().allMatch(origin -> origin.as().depth() == 1);
    }

    @Override
    public void close() {
        opened.keySet().forEach(SourceFiles::closeQuietly);
        if (followed != null) {
            SourceFiles.closeQuietly(followed.top());
        }
    }
}
