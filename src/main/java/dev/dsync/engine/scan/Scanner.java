package dev.dsync.engine.scan;

import dev.dsync.core.filter.ReservedNames;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Entry.SpecialEntry;
import dev.dsync.core.tree.Entry.SymlinkEntry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the files of some origins, depth first and in name order, which is listing order.
 * Where origins meet, directories merge, and of all else the first origin's entry stands.
 */
public final class Scanner {
    private final Profile profile;
    private final Reach reach;
    private final Taken taken;
    private final Following following;
    private final Function<Root, KnownContents> contents;
    private final List<Problem> problems = new ArrayList<>();
    private final List<RelPath> staged = new ArrayList<>();
    private final Set<RelPath> partly = new HashSet<>();
    private final Map<Stat.Inode, RelPath> leaders = new HashMap<>();
    private long fileBytes;
    private boolean complete = true;

    private Scanner(
            List<Origin> origins,
            Profile profile,
            Reach reach,
            Function<Root, KnownContents> contents,
            PageStore pages) {
        this.contents = contents;
        this.profile = profile;
        this.reach = reach;
        this.taken = new Taken(origins, profile, reach, pages);
        this.following = new Following(reach.links());
    }

    /**
     * Lists what these origins hold.
     *
     * @param profile which fields count
     * @param reach how far to go below the origins
     * @param contents what files of a root contain; asked where the profile counts that
     * @param pages where the listing's pages go
     * @throws IOException if an origin that means contents cannot be opened, or pages cannot be
     *     kept; what goes wrong with an entry is a problem in the result
     */
    public static Scan scan(
            List<Origin> origins,
            Profile profile,
            Reach reach,
            Function<Root, KnownContents> contents,
            PageStore pages)
            throws IOException {
        Scanner scanner = new Scanner(origins, profile, reach, contents, pages);
        scanner.top(origins);
        return new Scan(
                scanner.taken.finish(),
                scanner.taken.stamps(),
                scanner.taken.provenance(),
                scanner.taken.counts(),
                scanner.fileBytes,
                scanner.complete,
                scanner.problems,
                scanner.staged,
                scanner.partly,
                scanner.taken.uids(),
                scanner.taken.gids(),
                scanner.taken.stakes());
    }

    private void top(List<Origin> origins) throws IOException {
        List<Layer> layers = new ArrayList<>();
        try {
            Stat stat = null;
            Extras extras = Extras.NONE;
            origins.stream().filter(Origin::isWhole).forEach(_ -> tellIfSkipped(RelPath.ROOT));
            layers.addAll(Layer.top(origins, reach));
            for (Layer layer : layers) {
                if (layer instanceof Layer.Opened opened) {
                    Stat top = opened.directory().stat();
                    following.enter(top);
                    if (stat == null && !reach.skipsDirectories()) {
                        stat = top;
                        extras = Extras.of(opened.directory()::xattrs, Kind.DIRECTORY, profile);
                    }
                }
            }
            directory(RelPath.ROOT, stat, stat != null, false, extras, layers);
        } finally {
            layers.forEach(Layer::close);
        }
    }

    /**
     * Lists a directory and all beneath it; without a stat it is the root of a listing that takes
     * no part itself, and where it is not {@code meant} it stands on the way to what is.
     */
    private void directory(
            RelPath path,
            @Nullable Stat stat,
            boolean meant,
            boolean onTheWay,
            Extras extras,
            List<Layer> layers)
            throws IOException {
        TreeSet<Name> names = new TreeSet<>();
        Listed listed = names(path, layers, names);
        taken.enter(
                stat == null || !meant
                        ? new DirectoryEntry(path, Attributes.UNKNOWN, Listed.NONE, null)
                        : directoryEntry(path, stat, listed, extras),
                stat,
                onTheWay && listed != Listed.FAILED);
        while (!names.isEmpty()) {
            child(path, names.removeFirst(), layers);
        }
        taken.leave(path);
    }

    private DirectoryEntry directoryEntry(RelPath path, Stat stat, Listed listed, Extras extras) {
        return new DirectoryEntry(path, taken.attributes(stat, extras), listed, extras.xattrs());
    }

    private Listed names(RelPath path, List<Layer> layers, Set<Name> names) {
        Listed listed = Listed.NONE;
        for (Layer layer : layers) {
            try {
                List<Name> found = layer.names();
                names.addAll(found);
                if (!reach.mustExist() && layer.holdsMore()) {
                    partly.add(path);
                }
                listed = layer.isWhole() && listed == Listed.NONE ? Listed.ALL : listed;
            } catch (IOException e) {
                problem(path, Problem.Kind.LIST_DIRECTORY, e);
                listed = Listed.FAILED;
            }
        }
        return listed;
    }

    private void child(RelPath parent, Name name, List<Layer> layers) throws IOException {
        if (ReservedNames.covers(name)) {
            if (Stage.isStaged(name)) {
                path(parent, name).ifPresent(staged::add);
            } else {
                partly.add(parent);
                tellIfTaken(parent, name);
            }
            return;
        }
        RelPath path = path(parent, name).orElse(null);
        Found found = path == null ? null : find(path, name, layers);
        if (path == null || found == null || isInTheWay(path, found, layers)) {
            return;
        }
        switch (found.stat().kind()) {
            case DIRECTORY -> {
                if (reach.recursive()
                        || reach.directories()
                        || layers.stream().anyMatch(layer -> layer.leadsOn(name))) {
                    childDirectory(path, name, found, layers);
                } else {
                    tellIfSkipped(path);
                }
            }
            case FILE -> file(path, found);
            case SYMLINK -> symlink(path, found);
            case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> {
                Stat stat = found.stat();
                taken.add(
                        new SpecialEntry(
                                path,
                                taken.attributes(stat, found.extras()),
                                stat.kind(),
                                stat.deviceMajor(),
                                stat.deviceMinor(),
                                found.xattrs()),
                        stat,
                        found.origin());
            }
        }
    }

    /** Whether what the user named below is not there, since this is no directory. */
    private boolean isInTheWay(RelPath path, Found found, List<Layer> layers) {
        boolean inTheWay =
                reach.mustExist()
                        && found.stat().kind() != Kind.DIRECTORY
                        && layers.stream().anyMatch(layer -> layer.leadsOn(path.name()));
        if (inTheWay) {
            boolean link = found.stat().kind() == Kind.SYMLINK;
            Reason reason = link ? Reason.SYMLINK : Reason.NOT_DIRECTORY;
            problem(path, Problem.Kind.READ_ENTRY, new FsException(reason));
        }
        return inTheWay;
    }

    /** Says of a source's entry that its name is reserved: somebody else has made it. */
    private void tellIfTaken(RelPath parent, Name name) {
        if (reach.mustExist() && !ReservedNames.isOwn(name)) {
            path(parent, name)
                    .map(path -> new Problem(path, Problem.Kind.ILLEGAL_NAME, "dsync's own name"))
                    .ifPresent(problems::add);
        }
    }

    /** Says of a directory that was named by the user that it is not entered. */
    private void tellIfSkipped(RelPath path) {
        if (reach.skipsDirectories()) {
            problems.add(new Problem(path, Problem.Kind.SKIPPED_DIRECTORY, "not recursive"));
        }
    }

    private Optional<RelPath> path(RelPath parent, Name name) {
        try {
            return Optional.of(parent.child(name));
        } catch (IllegalNameException e) {
            problem(parent, Problem.Kind.ILLEGAL_NAME, e);
            return Optional.empty();
        }
    }

    /** The first layer's entry of this name, if any takes part. */
    private @Nullable Found find(RelPath path, Name name, List<Layer> layers) {
        Found found = null;
        for (Layer layer : layers) {
            if (!layer.mayHave(name)) {
                continue;
            }
            try {
                Following.Led led = following.led(path, layer, name, layer.stat(name));
                Stat stat = led.stat();
                if (layer.includes(name, stat.kind() == Kind.DIRECTORY)) {
                    found = found == null ? Found.of(layer, name, led, profile) : found;
                    if (stat.kind() == Kind.DIRECTORY) {
                        // what is in it could not be placed anywhere else
                        return found.stat().kind() == Kind.DIRECTORY
                                ? found
                                : Found.of(layer, name, led, profile);
                    }
                } else {
                    partly.add(path.parent());
                }
            } catch (FsException e) {
                boolean missing = e.reason() == Reason.NOT_FOUND;
                boolean alone = layer instanceof Picked || layers.size() == 1;
                if (missing && alone && !layer.asksFor(name)) {
                    problems.add(new Problem(path, Problem.Kind.VANISHED, Problem.reason(e)));
                } else if (!missing || (layer.asksFor(name) && reach.mustExist())) {
                    problem(path, Problem.Kind.READ_ENTRY, e);
                }
            } catch (Following.NowhereException e) {
                if (layer.includes(name, true) && layer.includes(name, false)) {
                    problem(path, Problem.Kind.UNSUPPORTED, e);
                }
            } catch (IOException e) {
                problem(path, Problem.Kind.READ_ENTRY, e);
            }
        }
        return found;
    }

    private void childDirectory(RelPath path, Name name, Found found, List<Layer> layers)
            throws IOException {
        List<Layer> below = new ArrayList<>();
        boolean failed = false;
        boolean onTheWay = reach.mustExist();
        int depth = following.depth();
        try {
            for (Layer layer : layers) {
                try {
                    Found here =
                            layer.equals(found.layer()) ? found : directoryIn(path, layer, name);
                    if (here != null) {
                        following.enter(here.stat());
                        below.addAll(layer.enter(name, here.stat(), here.followed(), reach));
                        onTheWay &= layer.passes(name, reach);
                    }
                } catch (FsException e) { // a choice that cannot be made ends the run
                    problem(path, Problem.Kind.LIST_DIRECTORY, e);
                    failed = true;
                }
            }
            boolean meant =
                    !reach.withoutImplied() || layers.stream().anyMatch(one -> one.means(name));
            if (failed && meant) {
                taken.enter(
                        directoryEntry(path, found.stat(), Listed.FAILED, found.extras()),
                        found.stat(),
                        false);
                taken.leave(path);
            } else {
                directory(path, found.stat(), meant, onTheWay, found.extras(), below);
            }
        } finally {
            following.leave(depth);
            below.forEach(Layer::close);
        }
    }

    /**
     * What another layer has of a name that is a directory in the first, if it is one there as
     * well.
     */
    private @Nullable Found directoryIn(RelPath path, Layer layer, Name name) throws IOException {
        Stat stat = layer.mayHave(name) ? layer.find(name) : null;
        if (stat == null) {
            return null;
        }
        try {
            Following.Led led = following.led(path, layer, name, stat);
            Found found = Found.of(layer, name, led, profile);
            boolean takesPart = found.stat().kind() == Kind.DIRECTORY && layer.includes(name, true);
            return takesPart ? found : null;
        } catch (Following.NowhereException e) {
            problem(path, Problem.Kind.UNSUPPORTED, e);
            return null;
        }
    }

    private void file(RelPath path, Found found) throws IOException {
        Stat stat = found.stat();
        RelPath leader = null;
        if (profile.hardLinks() && stat.links() > 1) {
            leader = leaders.putIfAbsent(stat.object(), path);
        }
        Digest content = null;
        if (profile.content()) {
            try {
                content = found.digest(path, contents);
            } catch (IOException | IllegalNameException e) {
                problem(path, Problem.Kind.READ_CONTENT, e);
                return;
            }
        }
        fileBytes += stat.size();
        Attributes attributes = taken.attributes(stat, found.extras());
        taken.add(
                new FileEntry(path, attributes, stat.size(), leader, content, found.xattrs()),
                stat,
                found.origin());
    }

    private void symlink(RelPath path, Found found) throws IOException {
        LinkTarget target;
        try {
            target = found.layer().readLink(found.name());
        } catch (FsException e) {
            problem(path, Problem.Kind.READ_ENTRY, e);
            return;
        }
        fileBytes += target.length();
        Attributes attributes = taken.attributes(found.stat(), found.extras());
        LinkTarget listed = reach.unmunges() ? target.unmunged() : target;
        taken.add(
                new SymlinkEntry(path, attributes, listed, found.xattrs()),
                found.stat(),
                found.layer().origin());
    }

    private void problem(RelPath path, Problem.Kind kind, Exception cause) {
        complete = false;
        problems.add(new Problem(path, kind, Problem.reason(cause)));
    }
}
