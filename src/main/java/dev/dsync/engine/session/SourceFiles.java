package dev.dsync.engine.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.scan.Choice;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.engine.scan.Origin;
import dev.dsync.engine.scan.Reach;
import dev.dsync.engine.scan.Scan;
import dev.dsync.engine.scan.Scanner;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FileSystem.LastLink;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.wire.Message.Placement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sources of a run: opened trees, and where in the listing what is in them stands. */
public final class SourceFiles implements AutoCloseable {
    private final FileSystem system;
    private final List<Origin> origins;
    private final List<Problem> problems;
    private final boolean single;
    private final List<Root> roots;

    /** The root that is listed itself, where one was meant. */
    private final @Nullable Root top;

    /** The path by which each root was opened. */
    private final Map<Root, TypedPath> bases;

    /** Finds where links lead that are followed; null if none is. */
    private final @Nullable FollowedLinks followed;

    /** Where on this machine what is listed goes; null if it goes elsewhere. */
    private @Nullable TypedPath destination;

    private boolean unmunges;

    /** What read the ignore files of each root in the latest scan. */
    private final List<IgnoreReader> ignoring = new ArrayList<>();

    private SourceFiles(
            FileSystem system,
            SourceOpening opening,
            @Nullable FollowedLinks followed,
            boolean single) {
        this.top = opening.top();
        this.system = system;
        this.origins = List.copyOf(opening.origins());
        this.problems = List.copyOf(opening.problems());
        this.single = single;
        this.roots = List.copyOf(opening.opened().keySet());
        this.bases = Map.copyOf(opening.opened());
        this.followed = followed;
    }

    /**
     * Opens what the operator typed, following links in the paths but not the last name of one
     * without a trailing slash. A path that is not there is a problem of the run.
     */
    public static SourceFiles open(FileSystem system, List<TypedPath> paths, Scope scope)
            throws IOException {
        SourceOpening opening = new SourceOpening(system, scope);
        try {
            for (TypedPath path : paths) {
                opening.add(path);
            }
            boolean single = paths.size() == 1 && opening.isSingle();
            return new SourceFiles(system, opening, opening.followed(), single);
        } catch (IOException | RuntimeException e) {
            opening.close();
            throw e;
        }
    }

    /** Lists targets of symbolic links that were munged as they were before. */
    public SourceFiles unmunging(boolean unmunges) {
        this.unmunges = unmunges;
        return this;
    }

    /** The destination lies in what is to be copied into it. */
    public static final class EnclosesTargetException extends IOException {
        EnclosesTargetException(TypedPath destination) {
            super(destination.toString());
        }
    }

    /**
     * Makes sure that a destination on this machine does not lie in what is listed: the run would
     * copy what it makes.
     */
    public void requireOutside(TypedPath destination, Scope scope) throws IOException {
        this.destination = destination;
        Enclosure enclosure = new Enclosure(system, scope);
        for (Origin origin : origins) {
            TypedPath base = bases.get(origin.root());
            if (base != null
                    && (origin.at().isRoot() || isDirectory(origin))
                    && enclosure.holds(base, origin, destination)) {
                throw new EnclosesTargetException(destination);
            }
        }
    }

    private static boolean isDirectory(Origin origin) throws IOException {
        try (Directory parent = origin.root().open(origin.at().parent())) {
            return parent.stat(origin.at().name()).kind() == Kind.DIRECTORY;
        } catch (FsException e) {
            return false; // nothing of it will be listed
        }
    }

    /** Whether sources typed so mean the directory their names begin at itself, as well. */
    public static boolean meanTop(List<TypedPath> paths) {
        return paths.stream().anyMatch(path -> TypedNames.beginsWithDot(path.bytes()));
    }

    /** From how many directories sources of these paths would be listed. */
    static int roots(List<TypedPath> paths, Scope scope) {
        Set<TypedPath> roots = new HashSet<>();
        for (TypedPath path : paths) {
            try {
                if (scope.relative()) {
                    roots.add(TypedPath.of(TypedNames.start(path.bytes())));
                } else {
                    roots.add(path.meansContents() ? path : TypedNames.parent(path));
                }
            } catch (IllegalNameException e) {
                // Whoever opens it finds the same.
            }
        }
        return roots.size();
    }

    /** By what names sources of these paths are listed, those that cannot be opened among them. */
    static Set<RelPath> tops(List<TypedPath> paths, Scope scope) {
        Set<RelPath> tops = new HashSet<>();
        for (TypedPath path : paths) {
            try {
                if (scope.relative()) {
                    tops.add(TypedNames.whole(path.bytes()));
                } else if (path.meansContents()) {
                    tops.add(RelPath.ROOT);
                } else {
                    tops.add(RelPath.ROOT.child(Name.of(path.lastComponent())));
                }
            } catch (IllegalNameException e) {
                // Whoever opens it finds the same.
            }
        }
        return tops;
    }

    /** What a peer who is to place these sources needs to know. */
    public Placement placement() {
        return new Placement(named(false), named(true), single, false, null);
    }

    private List<RelPath> named(boolean absent) {
        return origins.stream()
                .filter(origin -> origin.absent() == absent)
                .map(Origin::as)
                .toList();
    }

    /** What the files of each root contain. */
    Map<Root, KnownContents> contents(Indexing indexing) {
        Map<Root, KnownContents> contents = new HashMap<>();
        roots.forEach(root -> contents.put(root, indexing.contents(system, root)));
        if (followed != null) { // what links lead to is remembered by nobody
            contents.put(followed.top(), Indexing.NONE.contents(system, followed.top()));
        }
        return contents;
    }

    /** The root of the first source. */
    Root root() {
        return origins.getFirst().root();
    }

    /**
     * Whether an entry is itself what stands at the destination under its name in the listing.
     *
     * @param rename the name a single source takes
     */
    boolean isAtDestination(@Nullable Name rename, RelPath path, Stat entry) {
        TypedPath typed = destination;
        if (typed == null) {
            return false;
        }
        try {
            TypedPath top = rename == null ? typed : TypedNames.parent(typed);
            String base = top.isEmpty() ? "." : new String(top.bytes(), ISO_8859_1);
            String full = base + "/" + new String(path.bytes(), ISO_8859_1);
            Stat there = system.stat(full.getBytes(ISO_8859_1), LastLink.ITSELF);
            return there.object().equals(entry.object());
        } catch (IOException | IllegalNameException e) {
            return false; // nothing is there that could be it
        }
    }

    /** The users and groups of the machine the sources are on. */
    int user() {
        return system.effectiveUser();
    }

    FileSystem.Accounts accounts() {
        return system.accounts();
    }

    /** Whether there is one source and it is no directory. */
    boolean isSingle() {
        return single;
    }

    /** Problems met when the paths were opened. */
    List<Problem> problems() {
        return problems;
    }

    /** Whether there is anything to list. */
    boolean isEmpty() {
        return origins.isEmpty();
    }

    /**
     * Lists what takes part.
     *
     * @param modes what becomes of modes before they are listed
     * @param rename the name a single source takes in the listing
     * @param contents what files of a root contain; asked where the profile counts that
     */
    Scan scan(
            Profile profile,
            Scope scope,
            ModeChanges modes,
            @Nullable Name rename,
            Function<Root, KnownContents> contents,
            PageStore pages)
            throws IOException {
        List<Origin> named = new ArrayList<>();
        if (scope.top() && top != null) {
            named.add(Origin.ofTop(top));
        }
        if (rename == null || origins.isEmpty()) {
            named.addAll(origins);
        } else {
            named.add(renamed(origins.getFirst(), rename));
        }
        Reach.Links links = followed == null ? Reach.Links.NONE : followed.links();
        Map<Root, Choice> choices = new HashMap<>();
        ignoring.clear();
        for (Root root : roots) {
            IgnoreReader reader = new IgnoreReader(root, links, scope.relative() || isWhole(root));
            ignoring.add(reader);
            byte[] path = Objects.requireNonNull(bases.get(root)).bytes();
            Choice choice = FilterChoice.atSource(scope, system, path, root, links);
            choices.put(root, reader.without(choice, scope, as(root)));
        }
        Reach reach =
                new Reach(
                        scope.recursive(),
                        scope.directories(),
                        scope.oneFileSystem(),
                        scope.withoutImplied(),
                        true,
                        Reach.NOBODY,
                        modes,
                        scope.withoutEmpty(),
                        unmunges,
                        links,
                        origin -> choices.getOrDefault(origin.root(), Choice.ALL));
        return Scanner.scan(named, profile, reach, contents, pages);
    }

    private boolean isWhole(Root root) {
        return origins.stream().anyMatch(one -> one.root().equals(root) && one.at().isRoot());
    }

    /** Where in the listing stands what was named of a root. */
    private Set<RelPath> as(Root root) {
        return origins.stream()
                .filter(one -> one.root().equals(root))
                .map(Origin::as)
                .collect(Collectors.toSet());
    }

    /** What the ignore files say that took part in the latest scan, each root for itself. */
    List<IgnoreRules.Texts> ignoring() {
        return ignoring.stream()
                .map(IgnoreReader::texts)
                .filter(texts -> !texts.contents().isEmpty())
                .toList();
    }

    private static Origin renamed(Origin origin, Name rename) throws IOException {
        try {
            RelPath as = RelPath.ROOT.child(rename);
            return origin.absent()
                    ? Origin.ofAbsent(origin.root(), as)
                    : new Origin(origin.root(), origin.at(), as);
        } catch (IllegalNameException e) {
            throw new IOException(e);
        }
    }

    static void closeQuietly(Root root) {
        try {
            root.close();
        } catch (IOException e) {
            // An opened directory holds nothing that closing could lose.
        }
    }

    @Override
    public void close() {
        roots.forEach(SourceFiles::closeQuietly);
        if (followed != null) {
            closeQuietly(followed.top());
        }
    }
}
