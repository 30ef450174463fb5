package dev.dsync.engine.mesh;

import dev.dsync.core.plan.Brake;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What would be lost of a folder at once, and what somebody said may be. All that is lost within an
 * hour is lost at once, in however many steps. Any thread may call.
 */
final class Brakes {
    /** Fewer are not worth a question. */
    private static final long GONE_MIN = 8;

    /** What may be lost unasked. */
    private static final int PERCENT = 50;

    private static final long WINDOW_SECONDS = 60 * 60;

    /** Between two moments to which what is there is compared; the window is by so much longer. */
    private static final long STEP_SECONDS = 5 * 60;

    /** For so long somebody who approved may be thought to mean what comes. */
    private static final long APPROVED_SECONDS = 10 * 60;

    /** Who was not held for longest gives way. */
    private static final int HELD_MAX = 100;

    /** The losses of the folder itself are nobody's. */
    private static final String OWN = "";

    private final InstantSource clock;

    /** What was there, the oldest first. */
    private final Deque<Mark> marks = new ArrayDeque<>();

    private long checkedAt;
    private final Map<String, Loss> held = new LinkedHashMap<>();
    private final Map<String, Approval> approved = new HashMap<>();

    /** Who carries out what was approved, by whom it was asked for. */
    private final Map<Object, String> excused = new HashMap<>();

    /** What was there at some time. */
    private record Mark(long seconds, Snapshot snapshot) {}

    /** How much may be lost, and since when. */
    private record Approval(long gone, long seconds) {}

    /** Whether something may be done. */
    sealed interface Verdict {
        /**
         * It may.
         *
         * @param isApproved whether that is only because somebody has said so
         */
        record Go(boolean isApproved) implements Verdict {}

        /**
         * Somebody has to say so first.
         *
         * @param isNew whether that was not known
         */
        record Held(Loss loss, boolean isNew) implements Verdict {}
    }

    private static final Verdict GO = new Verdict.Go(false);

    Brakes(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Whether what was found here may be taken for what its user wants.
     *
     * @param everything whether all that is there was looked at
     */
    Verdict check(Snapshot now, Losses found, boolean everything) throws IOException {
        Loss loss = loss(OWN, now, found);
        synchronized (this) {
            Loss waiting = held.get(OWN);
            if (waiting != null && !everything && found.isAny()) {
                return new Verdict.Held(waiting, false); // or it would be done in pieces
            }
            Verdict verdict = judge(loss);
            if (verdict instanceof Verdict.Go(boolean isApproved)) {
                if (everything) {
                    held.remove(OWN);
                }
                if (isApproved) {
                    carriedOut(OWN, found.count());
                }
            }
            return verdict;
        }
    }

    /**
     * Whether another file system may be looked at in the place of the one that so many entries
     * were on: what is gone then was approved with it.
     */
    synchronized Verdict replaced(long entries) {
        return held(new Loss(Loss.Cause.REPLACED, OWN, entries, entries));
    }

    /** Whether a link may do this for a peer. */
    Verdict check(Object link, String peer, Snapshot now, Losses planned) throws IOException {
        Loss loss = loss(peer, now, planned);
        synchronized (this) {
            Verdict verdict = judge(loss);
            if (verdict instanceof Verdict.Go(boolean isApproved)) {
                held.remove(peer);
                if (isApproved) {
                    excused.put(link, peer);
                }
            }
            return verdict;
        }
    }

    /** A link has lost so many entries, as it was let: that may be some of what it will. */
    synchronized void lost(Object link, long gone) {
        String peer = excused.get(link);
        if (peer != null) {
            carriedOut(peer, gone);
        }
    }

    /** A link does nothing any more. */
    synchronized void ended(Object link) {
        excused.remove(link);
    }

    private Loss loss(String peer, Snapshot now, Losses next) throws IOException {
        long gone = 0;
        long of = 0;
        if (next.isAny()) {
            Snapshot before = before(now);
            gone = next.since(before, now);
            of = before.listing().root().entries() - 1;
        }
        return peer.equals(OWN) ? Loss.here(gone, of) : Loss.by(peer, gone, of);
    }

    /** What was there when the window began. */
    private synchronized Snapshot before(Snapshot now) {
        long seconds = clock.instant().getEpochSecond();
        if (Math.abs(seconds - checkedAt) > WINDOW_SECONDS) {
            marks.clear(); // nothing was lost for so long
        }
        checkedAt = seconds;
        Mark last = marks.peekLast();
        if (last == null || seconds - last.seconds >= STEP_SECONDS) {
            marks.add(new Mark(seconds, now));
        }
        Mark oldest = marks.element();
        for (Mark mark : List.copyOf(marks)) {
            if (seconds - mark.seconds >= WINDOW_SECONDS) {
                oldest = mark;
            }
        }
        while (!marks.element().equals(oldest)) {
            marks.remove();
        }
        return oldest.snapshot;
    }

    private Verdict judge(Loss loss) {
        if (loss.gone() < GONE_MIN
                || Brake.percent(PERCENT, loss.gone(), loss.of()) instanceof Brake.Verdict.Go) {
            return GO;
        }
        return held(loss);
    }

    private Verdict held(Loss loss) {
        if (isApproved(loss)) {
            return new Verdict.Go(true);
        }
        boolean isNew = !loss.equals(held.put(loss.peer(), loss));
        if (held.size() > HELD_MAX) {
            held.remove(held.keySet().iterator().next());
        }
        return new Verdict.Held(loss, isNew);
    }

    private boolean isApproved(Loss loss) {
        Approval approval = approved.get(loss.peer());
        if (approval != null
                && Math.abs(clock.instant().getEpochSecond() - approval.seconds)
                        > APPROVED_SECONDS) {
            approved.remove(loss.peer());
            approval = null;
        }
        return approval != null && loss.gone() <= approval.gone;
    }

    /** What was approved is not lost a second time: from now on what is there counts anew. */
    private void carriedOut(String peer, long gone) {
        marks.clear();
        approved.computeIfPresent(
                peer,
                (_, approval) ->
                        approval.gone > gone
                                ? new Approval(approval.gone - gone, approval.seconds)
                                : null);
    }

    /** Approves all that is held, for a while: that, or less of the same. */
    synchronized List<Loss> approve() {
        List<Loss> all = List.copyOf(held.values());
        for (Loss loss : all) {
            approved.put(loss.peer(), new Approval(loss.gone(), clock.instant().getEpochSecond()));
        }
        held.clear();
        return all;
    }

    /** What is held until somebody approves it. */
    synchronized List<Loss> held() {
        return List.copyOf(held.values());
    }

    /** Whether what a peer would have done is held. */
    synchronized boolean isHeld(String peer) {
        return held.containsKey(peer);
    }
}
