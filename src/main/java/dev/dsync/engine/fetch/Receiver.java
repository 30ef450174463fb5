package dev.dsync.engine.fetch;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.Problem;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message.Segment;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds incoming files under their stage names. Used by the jobs of one lane only; what it holds
 * open is closed by {@link #close}.
 */
final class Receiver implements AutoCloseable {
    private final Root root;
    private final Map<Integer, Incoming> incoming = new HashMap<>();

    Receiver(Root root) {
        this.root = root;
    }

    /**
     * Takes pieces in the order in which they came.
     *
     * @param wishes what was asked for, by number, of all files among the pieces
     * @param results gets what was completed or lost by these pieces
     * @throws IOException if no file can be built any more, or the peer sends what was not asked
     *     for
     */
    void take(List<Segment> segments, Map<Integer, Wish> wishes, List<Fetched> results)
            throws IOException {
        for (Segment segment : segments) {
            Wish wish = wishes.get(segment.file());
            if (wish == null) {
                throw new UnexpectedMessageException(
                        "Data", "for file " + segment.file() + ", which nobody asked for");
            }
            try {
                take(segment, wish, results);
            } catch (FsException e) {
                if (e.reason() == Reason.NO_SPACE || e.reason() == Reason.QUOTA) {
                    abandonAll();
                    throw e;
                }
                lose(wish, new Problem(wish.path(), Problem.Kind.WRITE, reason(e)), results);
            }
        }
    }

    private void take(Segment segment, Wish wish, List<Fetched> results) throws IOException {
        if (segment instanceof Segment.Gone gone) {
            lose(wish, new Problem(wish.path(), gone.why(), gone.reason()), results);
            return;
        }
        Incoming file = incoming.get(wish.file());
        if (file == null) {
            file = Incoming.open(root, wish);
            incoming.put(wish.file(), file);
        }
        switch (segment) {
            case Segment.Bytes bytes -> file.write(bytes.bytes());
            case Segment.Zeros zeros -> file.skip(zeros.length());
            case Segment.Restart restart -> file.restart(restart.size(), restart.modified());
            case Segment.End end -> end(file, wish, end.content(), results);
            case Segment.Gone _ -> throw new IllegalStateException("handled above");
        }
    }

    private void end(Incoming file, Wish wish, Digest announced, List<Fetched> results)
            throws IOException {
        if (!file.isLost()) {
            if (file.finish().equals(announced)) {
                file.close();
                results.add(
                        new Fetched.Built(
                                wish.file(), file.staged(), file.modified(), file.literal()));
            } else {
                file.discard();
                String reason = "content does not match its digest";
                results.add(
                        new Fetched.Lost(
                                wish.file(),
                                new Problem(wish.path(), Problem.Kind.WRITE, reason)));
            }
        }
        incoming.remove(wish.file());
    }

    /** Tells once that a file cannot be had; what else comes of it is passed over. */
    private void lose(Wish wish, Problem problem, List<Fetched> results) throws IOException {
        Incoming file = incoming.get(wish.file());
        if (file == null) {
            file = Incoming.lost();
            incoming.put(wish.file(), file);
        } else if (file.isLost()) {
            return;
        } else {
            file.discard();
        }
        results.add(new Fetched.Lost(wish.file(), problem));
    }

    private void abandonAll() throws IOException {
        for (Incoming file : incoming.values()) {
            file.discard();
        }
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
