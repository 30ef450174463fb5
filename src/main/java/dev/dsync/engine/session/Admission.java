package dev.dsync.engine.session;

import dev.dsync.core.filter.ReservedNames;
import dev.dsync.core.reconcile.Known;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.Choice;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What of what a peer has may not stand here: rules leave it out, the file system takes its name
 * for that of something else, or it has no room. All that is asked for one round. Any thread may
 * call.
 */
final class Admission {
    /** Entries of a directory that are looked at for one that shows whether its names fold. */
    private static final int PROBED_MAX = 64;

    private final Folder folder;
    private final Listing here;
    private final Room room;
    private final Going going;

    /** What takes part in a directory; nothing does where there is no value. */
    private final Map<RelPath, Optional<Choice>> choices = new ConcurrentHashMap<>();

    /** Whether a directory may take two names for one. */
    private final Map<RelPath, Boolean> folding = new ConcurrentHashMap<>();

    /** What would lie beside its twin; false while that twin is about to go. */
    private final Map<RelPath, Boolean> twins = new ConcurrentHashMap<>();

    private final Map<RelPath, Problem> problems = new ConcurrentHashMap<>();
    private final Map<RelPath, Problem> untold = new ConcurrentHashMap<>();
    private volatile boolean ignoring;

    /** Knows what a round does. */
    @FunctionalInterface
    interface Going {
        /** Whether what is listed at a path is there no more behind it. */
        boolean goes(RelPath path) throws IOException;
    }

    /**
     * That of one round.
     *
     * @param here what is listed here
     * @param room what is known of the space there is
     */
    Admission(Folder folder, Listing here, Room room, Going going) {
        this.folder = folder;
        this.here = here;
        this.room = room;
        this.going = going;
    }

    /**
     * Whether an entry may be put where it is at the peer.
     *
     * @param before what is known of that place here
     */
    boolean admits(Entry entry, Known before) throws IOException {
        if (entry.path().isRoot()) {
            return true;
        }
        if (isIgnored(entry)) {
            ignoring = true;
            return false;
        }
        if (!(before instanceof Known.Live) && isTwin(entry)) {
            return false;
        }
        Problem full = entry instanceof FileEntry file ? room.problem(file) : null;
        if (full != null) {
            tell(full);
        }
        return full == null;
    }

    private void tell(Problem problem) {
        if (problems.put(problem.path(), problem) == null) {
            untold.put(problem.path(), problem);
        }
    }

    /** Whether the rules of this side leave an entry out. */
    boolean isIgnored(Entry entry) throws IOException {
        RelPath path = entry.path();
        return !path.isRoot()
                && choiceIn(path.parent())
                        .filter(in -> in.includes(path.name(), entry instanceof DirectoryEntry))
                        .isEmpty();
    }

    private Optional<Choice> choiceIn(RelPath directory) throws IOException {
        Optional<Choice> known = choices.get(directory);
        if (known == null) {
            known = directory.isRoot() ? Optional.of(folder.rules().choice()) : entered(directory);
            choices.put(directory, known);
        }
        return known;
    }

    private Optional<Choice> entered(RelPath directory) throws IOException {
        Name name = directory.name();
        Choice above = choiceIn(directory.parent()).orElse(null);
        if (above == null || ReservedNames.covers(name) || !above.includes(name, true)) {
            return Optional.empty();
        }
        try {
            return Optional.of(above.enter(name));
        } catch (FsException e) {
            return Optional.empty(); // the scan tells it; until that is mended all of it stays
        }
    }

    /** Whether it would lie beside its twin, or in what would. */
    private boolean isTwin(Entry entry) throws IOException {
        RelPath path = entry.path();
        for (RelPath at = path.parent(); !twins.isEmpty() && !at.isRoot(); at = at.parent()) {
            if (twins.containsKey(at)) {
                return true;
            }
        }
        if (twins.containsKey(path)) {
            return true;
        }
        Name twin = mayFold(path.parent()) ? twin(path) : null;
        if (twin == null) {
            return false;
        }
        RelPath beside = beside(path, twin);
        boolean stays = !going.goes(beside);
        boolean wasFile = here.find(beside).orElse(null) instanceof FileEntry;
        if (!stays && wasFile && entry instanceof FileEntry) {
            return false; // a file gives way at the moment when the other is complete
        }
        twins.put(path, stays);
        if (stays) {
            tell(Problem.ofTwin(path, twin));
        }
        return true;
    }

    private static RelPath beside(RelPath path, Name name) throws IOException {
        try {
            return path.parent().child(name);
        } catch (IllegalNameException e) {
            throw new IOException(e); // it is there, though no path leads to it
        }
    }

    private @Nullable Name twin(RelPath path) throws IOException {
        try (Directory parent = folder.root().open(path.parent())) {
            return parent.twinOf(path.name()).orElse(null);
        } catch (FsException e) {
            return null; // whatever is wrong shows when the plan is carried out
        }
    }

    /** Whether a directory that is here may take a new name for one that it has. */
    private boolean mayFold(RelPath directory) throws IOException {
        Boolean known = folding.get(directory);
        if (known == null) {
            known = probe(directory);
            folding.put(directory, known);
        }
        return known;
    }

    private boolean probe(RelPath directory) throws IOException {
        try (Directory opened = folder.root().open(directory)) {
            Listing.Cursor entries = here.cursor();
            entries.seek(directory);
            Entry at = entries.next();
            for (int i = 0; i < PROBED_MAX && at != null && at.path().isWithin(directory); i++) {
                boolean isChild = !at.path().isRoot() && at.path().parent().equals(directory);
                Optional<Boolean> shown =
                        isChild ? opened.showsTwins(at.path().name()) : Optional.empty();
                if (shown.isPresent()) {
                    return shown.get();
                }
                at = entries.next();
            }
            return true; // nothing shows it, so each name is looked for
        } catch (FsException e) {
            return false; // what is not there has no names
        }
    }

    /** What keeps entries out, of which nobody was told yet. */
    List<Problem> takeProblems() {
        List<Problem> taken = new ArrayList<>(untold.values());
        untold.clear();
        return taken;
    }

    /** What stays out until somebody does something about it. */
    Set<RelPath> kept() {
        return Set.copyOf(problems.keySet());
    }

    /** Whether something waits for its twin to be gone, which it is behind this round. */
    boolean isWaiting() {
        return twins.containsValue(false);
    }

    /** Whether rules leave something out. */
    boolean isIgnoring() {
        return ignoring;
    }
}
