package dev.dsync.engine.fetch;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.Problem;
import dev.dsync.engine.fetch.Outcome.Again;
import dev.dsync.engine.fetch.Pool.Seat;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Lane;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of a fetch of which pieces come from all who have some. */
final class Pooled implements AutoCloseable {
    /** Files of which pieces are got at a time. */
    private static final int FILES_MAX = 8;

    /** Files that are complete and still handed on. */
    private static final int KEPT_MAX = 16;

    private final Pool pool;
    private final Receiver receiver;
    private final Map<Integer, Taking> open = new LinkedHashMap<>();
    private final Deque<Taking> complete = new ArrayDeque<>();

    /** One of them. */
    private static final class Taking {
        private final Seat seat;
        private boolean ending;

        Taking(Seat seat) {
            this.seat = seat;
        }
    }

    Pooled(Pool pool, Receiver receiver) {
        this.pool = pool;
        this.receiver = receiver;
    }

    /** A file is open, or is not for the reason in the outcome. */
    record Opened(int number, boolean isOpen, Outcome outcome) implements Completion {}

    boolean isFull() {
        return open.size() >= FILES_MAX;
    }

    /** Begins to get a file in pieces; null if it is better got from one source. */
    @Nullable Effect begin(Wanted wanted, Recipe recipe) {
        Digest content = wanted.content();
        long fresh = recipe.freshBytes();
        // What is like something here travels as its difference from that.
        Seat seat =
                content == null || fresh < recipe.lackingBytes() / 2
                        ? null
                        : pool.seat(content, fresh);
        if (seat == null) {
            return null;
        }
        open.put(wanted.file(), new Taking(seat));
        return new Effect.Run(Lane.WRITE, () -> open(wanted, recipe, seat));
    }

    private Opened open(Wanted wanted, Recipe recipe, Seat seat) throws IOException {
        Outcome outcome = new Outcome();
        try {
            Incoming file = receiver.incoming(wanted);
            List<Range> lacking = file.makeWhatIsHere();
            if (lacking != null) {
                seat.begin(file.share(wanted, recipe, lacking));
                return new Opened(wanted.file(), true, outcome);
            }
            file.restart(wanted.size(), wanted.modified());
            outcome.again().add(new Again(wanted.file(), List.of()));
        } catch (FsException e) {
            receiver.fail(wanted, true, Problem.Kind.WRITE, e, outcome);
        } finally {
            receiver.release();
        }
        return new Opened(wanted.file(), false, outcome);
    }

    /** Takes what came of opening a file. */
    void opened(Opened opened) {
        Taking taking = opened.isOpen ? null : open.remove(opened.number);
        if (taking != null) {
            taking.seat.leave();
        }
    }

    /** What ends files of which nothing more is to come. */
    List<Effect> end() {
        List<Effect> effects = new ArrayList<>();
        for (Map.Entry<Integer, Taking> one : open.entrySet()) {
            Taking taking = one.getValue();
            Shared file = taking.seat.file();
            if (file == null || taking.ending) {
                continue;
            }
            Pool.State state = taking.seat.state();
            if (state != Pool.State.UNDER_WAY || file.failure() != null) {
                taking.ending = true;
                effects.add(
                        new Effect.Run(Lane.WRITE, () -> new Fetch.Stored(end(file, state), 0)));
            }
        }
        return effects;
    }

    private Outcome end(Shared file, Pool.State state) throws IOException {
        Outcome outcome = new Outcome();
        Wanted wanted = file.wanted();
        long literal = file.seal();
        FsException failure = file.failure();
        try {
            if (failure != null) {
                receiver.fail(wanted, true, Problem.Kind.WRITE, failure, outcome);
            } else if (state == Pool.State.COMPLETE) {
                Incoming incoming = receiver.incoming(wanted);
                incoming.count(literal);
                receiver.build(incoming, wanted, outcome);
            } else {
                boolean wrong = state == Pool.State.WRONG;
                String reason =
                        wrong ? "content does not match its digest" : "changed while it was read";
                Problem problem = new Problem(wanted.path(), Problem.Kind.WRITE, reason);
                receiver.lose(wanted, true, problem, outcome);
            }
        } catch (FsException e) {
            receiver.fail(wanted, true, Problem.Kind.SET_ATTRIBUTES, e, outcome);
        } finally {
            receiver.release();
        }
        return outcome;
    }

    /** Takes what came of files; one that is complete is handed on as long as may be. */
    void ended(List<Fetched> results) {
        for (Fetched result : results) {
            Taking taking = open.remove(result.file());
            if (taking == null) {
                continue;
            }
            if (result instanceof Fetched.Built) {
                complete.add(taking);
            } else {
                taking.seat.leave();
            }
            if (complete.size() > KEPT_MAX) {
                complete.remove().seat.leave();
            }
        }
    }

    @Override
    public void close() {
        open.values().forEach(one -> one.seat.leave());
        complete.forEach(one -> one.seat.leave());
    }
}
