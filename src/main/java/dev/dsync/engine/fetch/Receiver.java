package dev.dsync.engine.fetch;

import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.fetch.Outcome.Again;
import dev.dsync.engine.fetch.Wanted.Part;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Slice;
import dev.dsync.io.wire.UnexpectedMessageException;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
    /** Ranges asked for again; where more are wrong, all of the file is asked for. */
    private static final int RANGES_AGAIN_MAX = 1024;

    private final Root root;
    private final Map<Integer, Incoming> incoming = new HashMap<>();
    private final Deque<NotedStream> hashes = new ArrayDeque<>();
    private final Fetch.Notes notes;
    private final PatchReader patches;
    private final HeldFile donors;

    /** Files that cannot be had, of which more is to come, which is passed over. */
    private final Set<Integer> lost = new HashSet<>();

    private @Nullable HeldDirectory held;
    private boolean abandoned;

    Receiver(Root root, Fetch.Notes notes) {
        this.root = root;
        this.notes = notes;
        this.patches = new PatchReader(root);
        this.donors = new HeldFile(root);
    }

    /**
     * Takes pieces in the order in which they came.
     *
     * @param wanted what was asked for, by number, of all files among the pieces
     * @param now the time, from any beginning
     * @throws IOException if no file can be built any more, or the peer sends what was not asked
     *     for
     */
    Outcome take(List<Segment> segments, Map<Integer, Wanted> wanted, long now) throws IOException {
        Outcome outcome = new Outcome();
        try {
            for (Segment segment : segments) {
                if (abandoned) {
                    return outcome; // the run is ending
                }
                switch (segment) {
                    case Segment.OfFile piece -> take(piece, of(piece.file(), wanted), outcome);
                    case Segment.Patches all -> take(all, wanted, outcome);
                }
            }
            for (int file : wanted.keySet()) {
                takeDown(incoming.get(file), now);
            }
            return outcome;
        } finally {
            release(); // between jobs directories are made and removed
        }
    }

    /** Makes files of others that are here, or takes those an earlier run has built. */
    Outcome copy(List<Wanted> all) throws IOException {
        Outcome outcome = new Outcome();
        try {
            for (Wanted wanted : all) {
                if (!abandoned) {
                    copy(wanted, outcome);
                }
            }
            return outcome;
        } finally {
            donors.close();
            release();
        }
    }

    private void copy(Wanted wanted, Outcome outcome) throws IOException {
        try {
            Incoming file = incoming(wanted);
            if (wanted.basis() instanceof Basis.Same same
                    ? file.isCopyOf(same, donors)
                    : file.isBuilt()) {
                build(file, wanted, outcome);
            } else {
                file.restart(wanted.size(), wanted.modified());
                outcome.again().add(new Again(wanted.file(), List.of()));
            }
        } catch (FsException e) {
            fail(wanted, true, Problem.Kind.WRITE, e, outcome);
        }
    }

    /** Completes a file whose content is what it has to be. */
    void build(Incoming file, Wanted wanted, Outcome outcome) throws IOException {
        boolean durable = file.finish(wanted.completing());
        incoming.remove(wanted.file());
        hashes.add(file.hash());
        outcome.results()
                .add(
                        new Fetched.Built(
                                wanted.file(),
                                file.staged(),
                                durable,
                                file.literal(),
                                file.hash().takeDraft().orElse(null)));
    }

    private static Wanted of(int file, Map<Integer, Wanted> all) throws IOException {
        Wanted wanted = all.get(file);
        if (wanted == null) {
            throw new UnexpectedMessageException(
                    "Data", "for file " + file + ", which nobody asked for");
        }
        return wanted;
    }

    private void take(Segment.OfFile segment, Wanted wanted, Outcome outcome) throws IOException {
        if (lost.contains(segment.file())) {
            if (segment.isLast()) {
                lost.remove(segment.file());
                freeAll(wanted, outcome);
            }
            return;
        }
        try {
            takeOne(segment, wanted, outcome);
        } catch (FsException e) {
            boolean complete = segment instanceof Segment.End;
            Problem.Kind kind = complete ? Problem.Kind.SET_ATTRIBUTES : Problem.Kind.WRITE;
            fail(wanted, segment.isLast(), kind, e, outcome);
        }
    }

    /** Loses a file the system refused something of; where there is no room, all of them. */
    void fail(Wanted wanted, boolean isLast, Problem.Kind kind, FsException e, Outcome outcome)
            throws IOException {
        if (e.reason() == Reason.NO_SPACE || e.reason() == Reason.QUOTA) {
            abandonAll();
            throw e;
        }
        lose(wanted, isLast, new Problem(wanted.path(), kind, Problem.reason(e)), outcome);
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

    void release() {
        if (held != null) {
            held.letGo();
            held = null;
        }
    }

    Incoming incoming(Wanted wanted) throws IOException {
        Incoming file = incoming.get(wanted.file());
        if (file == null) {
            wanted.completing().begin();
            NotedStream free = hashes.poll();
            NotedStream hash = free == null ? new NotedStream(notes) : free;
            file = Incoming.open(root, directory(wanted.path().parent()), wanted, hash);
            incoming.put(wanted.file(), file);
        }
        return file;
    }

    private void takeOne(Segment.OfFile segment, Wanted wanted, Outcome outcome)
            throws IOException {
        if (segment instanceof Segment.Gone gone) {
            Problem problem = new Problem(wanted.path(), gone.why(), gone.reason());
            lose(wanted, true, problem, outcome);
            return;
        }
        Incoming file = incoming(wanted);
        switch (segment) {
            case Segment.Bytes(_, Slice bytes) -> {
                begin(file, wanted);
                file.write(bytes.array(), bytes.offset(), bytes.length());
                file.count(bytes.length());
                settle(file, wanted, outcome);
            }
            case Segment.Zeros zeros -> {
                begin(file, wanted);
                file.skip(zeros.length());
                settle(file, wanted, outcome);
            }
            case Segment.Restart restart ->
                    file.restart(restart.size(), wanted.modified(restart.modified()));
            case Segment.End end -> end(file, wanted, end, outcome);
            case Segment.Gone _ -> throw new IllegalStateException("handled above");
        }
    }

    /** Goes on to the range that was asked for first of those that are not here. */
    private static void begin(Incoming file, Wanted wanted) throws IOException {
        if (file.isBetweenRanges()) {
            file.begin(next(wanted).range());
        }
    }

    private static Part next(Wanted wanted) throws IOException {
        Part part = wanted.parts().peek();
        if (part == null) {
            throw new UnexpectedMessageException("Data", "that nobody asked for");
        }
        return part;
    }

    private static void settle(Incoming file, Wanted wanted, Outcome outcome) {
        if (file.isBetweenRanges()) {
            outcome.free(wanted.parts().poll());
        }
    }

    private void take(Segment.Patches all, Map<Integer, Wanted> wanted, Outcome outcome)
            throws IOException {
        List<Wanted> of = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        for (Segment.Patched patched : all.patches()) {
            Wanted one = of(patched.file(), wanted);
            of.add(one);
            Part part = lost.contains(patched.file()) ? passTo(patched, one, outcome) : next(one);
            parts.add(part);
            outcome.free(one.parts().poll());
            openFor(one, outcome);
        }
        boolean made =
                patches.read(
                        all,
                        of,
                        parts,
                        (piece, bytes, offset, length) ->
                                write(
                                        of.get(piece),
                                        parts.get(piece),
                                        new Slice(bytes, offset, length),
                                        outcome));
        for (int i = 0; i < of.size(); i++) {
            Incoming file = incoming.get(of.get(i).file());
            if (file != null) {
                // Steps and literals of all patches count alike; who sent how many is not told.
                file.count(made ? all.literalBytes() / of.size() : 0);
                if (!made) {
                    file.fail(parts.get(i).range());
                }
            }
        }
    }

    /** Of a file that is lost, passes over parts whose bytes were, too. */
    private static Part passTo(Segment.Patched patched, Wanted wanted, Outcome outcome)
            throws IOException {
        Part part = next(wanted);
        while (part.signature() == null || part.range().length() != patched.newLength()) {
            outcome.free(wanted.parts().poll());
            part = next(wanted);
        }
        return part;
    }

    private void openFor(Wanted wanted, Outcome outcome) throws IOException {
        if (!lost.contains(wanted.file())) {
            try {
                incoming(wanted);
            } catch (FsException e) {
                fail(wanted, false, Problem.Kind.WRITE, e, outcome);
            }
        }
    }

    private void write(Wanted wanted, Part part, Slice bytes, Outcome outcome) throws IOException {
        Incoming file = incoming.get(wanted.file());
        if (file == null) {
            return;
        }
        try {
            if (file.isBetweenRanges()) {
                file.begin(part.range());
            }
            file.write(bytes.array(), bytes.offset(), bytes.length());
        } catch (FsException e) {
            fail(wanted, false, Problem.Kind.WRITE, e, outcome);
        }
    }

    private void end(Incoming file, Wanted wanted, Segment.End end, Outcome outcome)
            throws IOException {
        if (file.comesInRanges() && !wanted.parts().isEmpty()) {
            throw new UnexpectedMessageException("Data", "ends before its last range");
        }
        boolean isContent = file.isContent(end.content());
        List<Range> wrong = file.takeWrong();
        freeAll(wanted, outcome);
        boolean isWanted = wanted.isMetBy(end.content());
        if (isWanted && isContent && wrong.isEmpty()) {
            build(file, wanted, outcome);
            return;
        }
        if (isWanted && wanted.mayAskAgain()) {
            boolean inRanges = isContent && wrong.size() <= RANGES_AGAIN_MAX;
            if (!inRanges) {
                file.restart(wanted.size(), wanted.modified());
            }
            outcome.again().add(new Again(wanted.file(), inRanges ? wrong : List.of()));
            return;
        }
        String reason =
                isWanted ? "content does not match its digest" : "changed while it was read";
        lose(wanted, true, new Problem(wanted.path(), Problem.Kind.WRITE, reason), outcome);
    }

    /**
     * Tells that a file cannot be had; what else comes of it after this piece is passed over.
     *
     * @param isLast whether nothing else comes
     */
    void lose(Wanted wanted, boolean isLast, Problem problem, Outcome outcome) {
        int number = wanted.file();
        Incoming file = incoming.remove(number);
        if (file != null) {
            hashes.add(file.hash());
            discard(file);
        }
        if (isLast) {
            freeAll(wanted, outcome);
        } else {
            lost.add(number);
        }
        outcome.results().add(new Fetched.Lost(number, problem));
    }

    private static void freeAll(Wanted wanted, Outcome outcome) {
        for (Part part = wanted.parts().poll(); part != null; part = wanted.parts().poll()) {
            outcome.free(part);
        }
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

    private static void takeDown(@Nullable Incoming file, long now) {
        if (file != null) {
            try {
                file.takeDown(now);
            } catch (IOException e) {
                // The next run reads it; what else is wrong with the file shows when it is written.
            }
        }
    }

    @Override
    public void close() {
        incoming.values().forEach(file -> takeDown(file, Long.MAX_VALUE));
        incoming.values().forEach(Incoming::leave);
        incoming.clear();
        patches.close();
    }
}
