package dev.dsync.engine.fetch;

import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message.Segment;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds incoming files under their stage names. Used by the jobs of one lane only; what it holds
 * open is closed by {@link #close}.
 */
final class Receiver implements AutoCloseable {
    private final Root root;
    private final Map<Integer, Incoming> incoming = new HashMap<>();

    /** Files that cannot be had, of which more is to come, which is passed over. */
    private final Set<Integer> lost = new HashSet<>();

    private @Nullable HeldDirectory held;
    private boolean abandoned;

    Receiver(Root root) {
        this.root = root;
    }

    /** A wish, and what completes its file. */
    record Wanted(Wish wish, Completing completing) {}

    /**
     * Takes pieces in the order in which they came.
     *
     * @param wishes what was asked for, by number, of all files among the pieces
     * @param results gets what was completed or lost by these pieces
     * @throws IOException if no file can be built any more, or the peer sends what was not asked
     *     for
     */
    void take(List<Segment> segments, Map<Integer, Wanted> wishes, List<Fetched> results)
            throws IOException {
        try {
            takeAll(segments, wishes, results);
        } finally {
            release(); // between jobs directories are made and removed
        }
    }

    private void takeAll(List<Segment> segments, Map<Integer, Wanted> wishes, List<Fetched> results)
            throws IOException {
        for (Segment segment : segments) {
            if (abandoned) {
                return; // the run is ending
            }
            Wanted wanted = wishes.get(segment.file());
            if (wanted == null) {
                throw new UnexpectedMessageException(
                        "Data", "for file " + segment.file() + ", which nobody asked for");
            }
            if (lost.contains(segment.file())) {
                if (segment.isLast()) {
                    lost.remove(segment.file());
                }
                continue;
            }
            try {
                take(segment, wanted, results);
            } catch (FsException e) {
                if (e.reason() == Reason.NO_SPACE || e.reason() == Reason.QUOTA) {
                    abandonAll();
                    throw e;
                }
                boolean complete = segment instanceof Segment.End;
                Problem.Kind kind = complete ? Problem.Kind.SET_ATTRIBUTES : Problem.Kind.WRITE;
                lose(segment, new Problem(wanted.wish.path(), kind, reason(e)), results);
            }
        }
    }

    private HeldDirectory directory(RelPath path) throws IOException {
        HeldDirectory at = held;
        if (at != null && at.isAt(path)) {
            return at;
        }
        release();
        HeldDirectory opened = HeldDirectory.open(root, path);
        held = opened;
        return opened;
    }

    private void release() {
        if (held != null) {
            held.letGo();
            held = null;
        }
    }

    private void take(Segment segment, Wanted wanted, List<Fetched> results) throws IOException {
        Wish wish = wanted.wish;
        if (segment instanceof Segment.Gone gone) {
            lose(gone, new Problem(wish.path(), gone.why(), gone.reason()), results);
            return;
        }
        Incoming file = incoming.get(wish.file());
        if (file == null) {
            file = Incoming.open(directory(wish.path().parent()), wish);
            incoming.put(wish.file(), file);
        }
        switch (segment) {
            case Segment.Bytes bytes -> file.write(bytes.bytes());
            case Segment.Zeros zeros -> file.skip(zeros.length());
            case Segment.Restart restart -> file.restart(restart.size(), restart.modified());
            case Segment.End end -> {
                end(file, wanted, end, results);
                incoming.remove(wish.file());
            }
            case Segment.Gone _ -> throw new IllegalStateException("handled above");
        }
    }

    private void end(Incoming file, Wanted wanted, Segment.End end, List<Fetched> results)
            throws IOException {
        Wish wish = wanted.wish;
        if (!file.digest().equals(end.content())) {
            String reason = "content does not match its digest";
            lose(end, new Problem(wish.path(), Problem.Kind.WRITE, reason), results);
            return;
        }
        boolean durable = file.finish(wanted.completing);
        results.add(new Fetched.Built(wish.file(), file.staged(), durable, file.literal()));
    }

    /** Tells that a file cannot be had; what else comes of it after this piece is passed over. */
    private void lose(Segment segment, Problem problem, List<Fetched> results) {
        int number = segment.file();
        Incoming file = incoming.remove(number);
        if (file != null) {
            discard(file);
        }
        if (!segment.isLast()) {
            lost.add(number);
        }
        results.add(new Fetched.Lost(number, problem));
    }

    private static void discard(Incoming file) {
        try {
            file.discard();
        } catch (IOException e) {
            // What is left under a stage name is removed by the next run; the problem is told.
        }
    }

    private void abandonAll() {
        abandoned = true;
        incoming.values().forEach(Receiver::discard);
        incoming.clear();
    }

    private static String reason(IOException cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        incoming.values().forEach(Incoming::close);
        incoming.clear();
    }
}
