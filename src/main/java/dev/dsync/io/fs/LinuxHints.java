package dev.dsync.io.fs;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Inotify.Event;
import dev.dsync.io.fs.WatchTree.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Hints from inotify. */
final class LinuxHints implements ChangeHints {
    /** The most hints that are kept. */
    static final int HINTS_MAX = 1 << 16;

    /**
     * How often it is seen whether the root is still there. The kernel says nothing of a directory
     * removed while it is open.
     */
    private static final int CHECK_MILLIS = 1000;

    /** How long the second half of a move is waited for; both are put in the queue together. */
    private static final int MOVE_MILLIS = 10;

    private static final long WATCHES_ENOUGH = 1 << 19;
    private static final long INSTANCES_ENOUGH = 1 << 10;

    private final LinuxRoot root;
    private final Inotify inotify;
    private final Predicate<Name> ignored;
    private final HintBatch batch;
    private final WatchTree tree;
    private final Map<Integer, Departure> departures = new LinkedHashMap<>();
    private boolean directoriesMoved;
    private boolean gone;
    private @Nullable Limit limit;

    /** Watches the root, which it takes over with the queue, whatever happens. */
    LinuxHints(LinuxRoot root, Inotify inotify, Predicate<Name> ignored, int hintsMax)
            throws IOException {
        this.root = root;
        this.inotify = inotify;
        this.ignored = ignored;
        this.batch = new HintBatch(hintsMax);
        this.tree = new WatchTree(root, inotify, ignored, batch);
        try {
            if (inotify.hasQueue()) {
                build();
            } else {
                endBy("fs.inotify.max_user_instances", INSTANCES_ENOUGH);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void build() throws IOException {
        limited(tree::build);
    }

    /** Does what sets watches; without any, and without a queue, if there are too many. */
    private void limited(Setting setting) throws IOException {
        try {
            setting.run();
        } catch (FsException e) {
            if (e.reason() != Reason.NO_SPACE) {
                throw e;
            }
            endBy("fs.inotify.max_user_watches", WATCHES_ENOUGH);
        }
    }

    /** Half a view is of no use, and others need watches as well. */
    private void endBy(String setting, long enough) throws IOException {
        Path file = Path.of("/proc/sys/" + setting.replace('.', '/'));
        // By lines: such a file is only read whole at one go, and reading it whole begins small.
        long value = Long.parseLong(Files.readAllLines(file).getFirst().strip());
        limit = new Limit(setting, value, Math.max(enough, 2 * value));
        inotify.closeQueue();
        tree.clear();
        departures.clear();
        batch.overflow();
    }

    @Override
    public List<Hint> await(Duration timeout) throws IOException {
        long end = inotify.millis() + Math.min(timeout.toMillis(), Integer.MAX_VALUE);
        while (true) {
            collect();
            long left = end - inotify.millis();
            if (!batch.isEmpty() || left < 0) {
                return batch.take();
            }
            if (inotify.await((int) Math.min(left, CHECK_MILLIS))) {
                collect();
                return batch.take();
            }
            if (left == 0) {
                collect();
                return batch.take();
            }
        }
    }

    private void collect() throws IOException {
        while (inotify.hasQueue() && !batch.isFull()) {
            List<Event> events = inotify.read();
            if (events.isEmpty() && !departures.isEmpty()) {
                inotify.awaitQueue(MOVE_MILLIS);
                events = inotify.read();
                if (events.isEmpty()) {
                    limited(this::settleAll);
                }
            }
            if (events.isEmpty()) {
                limited(this::verifyMoves);
                break;
            }
            for (Event event : events) {
                if (inotify.hasQueue()) {
                    limited(() -> handle(event));
                }
            }
        }
        if (!departures.isEmpty()) {
            batch.overflow(); // hints below what moves are given away with its old path
        }
        if (!gone && root.stat().links() == 0) {
            rootGone();
        }
    }

    private void verifyMoves() throws IOException {
        if (directoriesMoved && inotify.hasQueue()) {
            directoriesMoved = false;
            if (!tree.verify()) {
                batch.overflow();
            }
        }
    }

    private void rootGone() {
        if (!gone) {
            gone = true;
            batch.rootGone();
        }
    }

    private void handle(Event event) throws IOException {
        if (event.is(Inotify.OVERFLOW)) {
            departures.clear();
            batch.overflow();
            tree.build();
            return;
        }
        Node node = tree.node(event.watch());
        if (node == null) {
            return; // it was still under way when the watch was ended
        }
        if (event.is(Inotify.IGNORED)) {
            tree.ended(node);
            return;
        }
        Name name = event.name();
        if (name == null) {
            handleItself(event, node);
        } else if (!ignored.test(name)) {
            handle(event, node, name);
        } else if (event.is(Inotify.MOVED_TO)) {
            settle(departures.remove(event.cookie()));
        }
    }

    /** The directory above tells what happens to those within the root. */
    private void handleItself(Event event, Node node) throws IOException {
        if (tree.isTop(node)) {
            if (event.is(Inotify.ATTRIB)) {
                batch.changed(RelPath.ROOT);
            } else {
                rootGone();
            }
        } else if (event.is(Inotify.UNMOUNT)) {
            batch.overflow();
            tree.build();
        }
    }

    private void handle(Event event, Node node, Name name) throws IOException {
        RelPath path;
        try {
            path = WatchTree.path(node).child(name);
        } catch (IllegalNameException e) {
            return; // no listing can hold it
        }
        boolean directory = event.is(Inotify.DIRECTORY);
        directoriesMoved |= directory && event.is(Inotify.MOVED_FROM | Inotify.MOVED_TO);
        if (event.is(Inotify.MODIFY) && !directory) {
            batch.written(path);
        } else if (event.is(Inotify.CLOSE_WRITE)) {
            batch.closed(path);
        } else if (event.is(Inotify.DELETE)) {
            batch.removed(path);
            tree.removed(node, name);
        } else if (event.is(Inotify.MOVED_FROM)) {
            Node moved = tree.depart(node, name);
            departures.put(event.cookie(), new Departure(path, node, name, moved));
        } else if (event.is(Inotify.MOVED_TO)) {
            arrive(departures.remove(event.cookie()), path, node, name, directory);
        } else {
            if (event.is(Inotify.CREATE)) {
                batch.appeared(path);
            } else {
                batch.changed(path);
            }
            if (directory) {
                tree.appeared(node, name);
            }
        }
    }

    private void arrive(
            @Nullable Departure departure, RelPath path, Node node, Name name, boolean directory)
            throws IOException {
        if (departure == null) {
            batch.appeared(path);
        } else {
            batch.moved(departure.path(), path);
        }
        if (departure != null && departure.moved() != null) {
            tree.arrive(departure.moved(), node, name);
        } else if (directory) {
            tree.removed(node, name);
            tree.appeared(node, name);
        } else {
            tree.removed(node, name);
        }
    }

    private void settleAll() throws IOException {
        for (Departure departure : List.copyOf(departures.values())) {
            settle(departure);
        }
        departures.clear();
    }

    /** What departed arrived nowhere here, unless its name is another's by now. */
    private void settle(@Nullable Departure departure) throws IOException {
        if (departure == null) {
            return;
        }
        if (departure.moved() != null) {
            tree.forget(departure.moved());
        }
        if (exists(departure.path())) {
            batch.appeared(departure.path());
            tree.appeared(departure.parent(), departure.name());
        } else {
            batch.removed(departure.path());
        }
    }

    private boolean exists(RelPath path) throws IOException {
        try (Directory parent = root.open(path.parent())) {
            Stat _ = parent.stat(path.name());
            return true;
        } catch (FsException e) {
            return switch (e.reason()) {
                case NOT_FOUND, NOT_DIRECTORY, SYMLINK, ACCESS_DENIED -> false;
                case NOT_PERMITTED,
                        EXISTS,
                        IS_DIRECTORY,
                        NOT_EMPTY,
                        OUTSIDE,
                        NAME_TOO_LONG,
                        NO_SPACE,
                        QUOTA,
                        READ_ONLY,
                        OTHER_FILE_SYSTEM,
                        BUSY,
                        TOO_MANY_LINKS,
                        TOO_MANY_OPEN,
                        UNSUPPORTED,
                        INPUT_OUTPUT,
                        OTHER ->
                        throw e;
            };
        }
    }

    @Override
    public void wake() {
        inotify.ring();
    }

    @Override
    public Optional<Limit> limit() {
        return Optional.ofNullable(limit);
    }

    /** Directories that are watched. */
    int watches() {
        return tree.watches();
    }

    @Override
    public void close() throws IOException {
        inotify.close();
        root.close();
    }

    /** The first half of a move; the second says where to. */
    private record Departure(RelPath path, Node parent, Name name, @Nullable Node moved) {}

    /** Something that sets watches. */
    @FunctionalInterface
    private interface Setting {
        void run() throws IOException;
    }
}
