package dev.dsync.engine.session;

import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Timer;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.io.wire.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What rounds with a peer leave undone, and when the peer is asked to tell it once more. */
final class Remainder {
    private static final Duration RETRY_MIN = Duration.ofSeconds(1);
    private static final Duration RETRY_MAX = Duration.ofMinutes(1);

    /** How often it is looked whether there is more space, where there was too little. */
    private static final Duration ROOM_PAUSE = Duration.ofSeconds(10);

    private final Folder folder;
    private final SyncEvent.Listener listener;
    private final Room room;

    /** Whether a round is under way. */
    private boolean busy;

    private boolean lacking;

    /** Whether some of what lacks may be had at the next try, though nothing changes. */
    private boolean trying;

    /** Whether rules left something out, and which rules. */
    private boolean ignoring;

    private long rules;
    private int problems;

    /** Whether what lacks is another link's, who will say when it has let go of it. */
    private boolean waiting;

    /** What the last round went by. */
    private @Nullable Basis basis;

    /** What there was when something was lacking. */
    private @Nullable Snapshot lacked;

    /** Whether the last round was not begun, since somebody has to say whether it may. */
    private boolean halted;

    private Duration retry = RETRY_MIN;

    /** Nothing is left undone yet. */
    Remainder(Folder folder, SyncEvent.Listener listener) {
        this.folder = folder;
        this.listener = listener;
        this.room = new Room(folder.root());
    }

    /** Whether there is so much more space than there was that a try is worth it. */
    record Grown(boolean enough) implements Completion {}

    /** What is known of the space there is. */
    Room room() {
        return room;
    }

    /** A round begins. */
    void begin() {
        busy = true;
        rules = folder.rules().number();
    }

    /** A round has ended. */
    void end(Intake taking) {
        busy = false;
        halted = taking.isHalted();
        trying = taking.isLacking() && !halted;
        lacking = taking.isLacking() || taking.isHeld();
        ignoring = taking.isIgnoring();
        problems = taking.problems();
        waiting = taking.isWaiting();
        // What is tried anyway need not be tried for what this round has changed.
        lacked = taking.isLacking() ? folder.snapshot() : taking.here();
        basis = taking.basis();
    }

    /** Whether all that the peer has was taken, but for what rules leave out. */
    boolean isNothing() {
        return !lacking;
    }

    /** Whether rules leave something out. */
    boolean isIgnoring() {
        return ignoring;
    }

    /** How many entries could not be taken. */
    int problems() {
        return problems;
    }

    /** What comes of a round behind its end. */
    List<Effect> goOn() {
        List<Effect> all = new ArrayList<>();
        if (trying) {
            all.add(new Effect.Start(Timer.RETRY, retry));
            retry = retry.multipliedBy(2);
            retry = retry.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : retry;
            all.addAll(review());
        } else {
            retry = RETRY_MIN;
            all.addAll(changed());
            if (lacking && room.isShort()) {
                all.add(new Effect.Start(Timer.RETRY, ROOM_PAUSE));
            }
        }
        return all;
    }

    /** Asks to be told once more, if something else may come of it by now. */
    List<Effect> changed() {
        boolean allowed = halted && !folder.isHeld(listener.peer());
        boolean changed = lacking && !folder.snapshot().equals(lacked);
        boolean ruled = folder.rules().number() != rules;
        List<Effect> all =
                new ArrayList<>(waiting || allowed || changed || ruled ? ask() : List.of());
        all.addAll(review());
        return all;
    }

    /** Asks, if what was told counts otherwise by now. */
    private List<Effect> review() {
        if (basis == null || !basis.isPast(folder)) {
            return List.of();
        }
        lacking = true;
        return ask();
    }

    /** It is time to try again. */
    List<Effect> elapsed() {
        return trying ? ask() : lookForRoom();
    }

    private List<Effect> ask() {
        if (!(lacking || ignoring) || busy) {
            return List.of();
        }
        lacking = false;
        ignoring = false;
        basis = null; // until what is asked for has come
        return List.of(new Effect.Send(new Message.ListingRequest()));
    }

    private List<Effect> lookForRoom() {
        return lacking && !busy && room.isShort()
                ? List.of(new Effect.Run(Lane.READ, () -> new Grown(room.isWorthATry())))
                : List.of();
    }

    /** It was looked whether there is more space. */
    List<Effect> looked(Grown grown) {
        return grown.enough ? ask() : List.of(new Effect.Start(Timer.RETRY, ROOM_PAUSE));
    }
}
