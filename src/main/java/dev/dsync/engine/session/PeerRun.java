package dev.dsync.engine.session;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.fetch.SwarmLink;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Timer;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a folder in sync with one peer, for as long as the connection lasts. Each side announces
 * what it has, and again whenever that is another and the peer has said that it is finished with
 * what was announced before; and takes what the other announces.
 */
final class PeerRun implements Run {
    /** What a dialler asks for who keeps a folder in sync. */
    static final Message.Request REQUEST =
            new Message.Request(
                    Message.Role.PEER,
                    List.of(),
                    Scope.ALL,
                    Folder.PROFILE,
                    Policy.DEFAULT,
                    Message.Placement.NONE,
                    false,
                    false,
                    Message.ReportLevel.PROBLEMS,
                    OptionalInt.empty(),
                    false,
                    false);

    private static final Duration RETRY_MIN = Duration.ofSeconds(1);
    private static final Duration RETRY_MAX = Duration.ofMinutes(1);

    /** How often it is looked whether there is more space, where there was too little. */
    private static final Duration ROOM_PAUSE = Duration.ofSeconds(10);

    private final Folder folder;
    private final SyncEvent.Listener listener;
    private final SwarmLink swarm;
    private final Room room;
    private final Stall stall;

    /** What is asked and told of pieces, for as long as the link lasts. */
    private final Part pieces;

    private final Set<Part> aside = new HashSet<>();
    private boolean met;
    private @Nullable Snapshot offered;
    private @Nullable Part offer;
    private boolean beingTaken;
    private @Nullable Intake intake;
    private @Nullable Part intakePart;
    private boolean lacking;

    /** Whether some of what lacks may be had at the next try, though nothing changes. */
    private boolean trying;

    /** Whether rules left something out, and which rules. */
    private boolean ignoring;

    private long rules;
    private int problems;

    /** Whether what lacks is another link's, who will say when it has let go of it. */
    private boolean waiting;

    /** What there was when something was lacking. */
    private @Nullable Snapshot lacked;

    /** Whether the last round was not begun, since somebody has to say whether it may. */
    private boolean halted;

    private Message.@Nullable ListingRoot announced;
    private boolean taken;
    private @Nullable Snapshot given;

    /** Whether the peer has taken all of that, but for what it ignores, and whether it does. */
    private boolean complete;

    private boolean ignoredThere;
    private Duration retry = RETRY_MIN;

    PeerRun(Folder folder, SyncEvent.Listener listener) {
        this.folder = folder;
        this.listener = listener;
        boolean hands = folder.role() != Folder.Role.RECEIVE_ONLY;
        this.room = new Room(folder.root());
        this.stall = new Stall(folder, this);
        this.swarm =
                new SwarmLink(folder.swarm(), hands ? new StandingFiles(folder) : null, told());
        this.pieces = new Part(swarm, swarm::close);
    }

    private SwarmLink.Told told() {
        return new SwarmLink.Told() {
            @Override
            public void moved(long bytes) {
                listener.tell(new SyncEvent.Moved(bytes));
            }

            @Override
            public void dropped(RelPath path, SwarmLink.Why why) {
                listener.tell(new SyncEvent.Dropped(path, why));
            }
        };
    }

    /** Whether there is so much more space than there was that a try is worth it. */
    private record Grown(boolean enough) implements Completion {}

    @Override
    public List<Effect> start() throws IOException {
        return List.of(new Effect.Send(new Message.Knowledge(folder.knowledge())));
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        List<Effect> effects = new ArrayList<>();
        switch (event) {
            case Event.Received(Message.Knowledge theirs) -> effects.addAll(meet(theirs, nowNanos));
            case Event.Received(Message.ListingRoot root) -> effects.addAll(take(root, nowNanos));
            // What was announced meanwhile is the answer.
            case Event.Received(Message.ListingRequest _) -> effects.addAll(announce(true));
            case Event.Received(Message.Finished finished) -> {
                if (!beingTaken) {
                    throw UnexpectedMessageException.of(finished, "of nothing");
                }
                beingTaken = false;
                given = offered;
                complete = finished.problems() == 0;
                ignoredThere = finished.ignoring();
                stand();
                effects.addAll(announce(false));
            }
            case Event.Received(Message message) when isOfPieces(message) ->
                    effects.addAll(pass(met ? pieces : null, event, nowNanos));
            case Event.Received(Message message) when isAsked(message) ->
                    effects.addAll(pass(offer, event, nowNanos));
            case Event.Received _ -> effects.addAll(pass(intakePart, event, nowNanos));
            case Event.Prompted(boolean ofPieces) -> {
                effects.addAll(pass(met ? pieces : null, event, nowNanos));
                effects.addAll(pass(intakePart, event, nowNanos));
                if (ofPieces) {
                    break;
                }
                effects.addAll(announce(false));
                effects.addAll(retryIfChanged());
            }
            case Event.Elapsed(Timer timer) when timer == Timer.RETRY ->
                    effects.addAll(trying ? retry() : lookForRoom());
            case Event.Completed(Grown grown) -> effects.addAll(looked(grown));
            case Event.Elapsed(Timer timer) when timer == Timer.PIECES ->
                    effects.addAll(pass(pieces, event, nowNanos));
            case Event.Elapsed(Timer timer) when timer == Timer.ROUND ->
                    effects.addAll(stall.look(intakePart, nowNanos));
            case Event.Completed(Part.Done done) -> effects.addAll(done(done, nowNanos));
            case Event.Completed _,
                    Event.Elapsed _,
                    Event.Failed _,
                    Event.Disconnected _,
                    Event.Cancelled _ -> {}
        }
        return effects;
    }

    private static boolean isOfPieces(Message message) {
        return message instanceof Message.PiecesSought
                || message instanceof Message.PiecesHeld
                || message instanceof Message.PieceRequest
                || message instanceof Message.Piece;
    }

    /** Whether a message asks for something this side has. */
    private static boolean isAsked(Message message) {
        return message instanceof Message.PageRequests
                || message instanceof Message.StreamRequest
                || message instanceof Message.ChangesRequest
                || message instanceof Message.ManifestRequest
                || message instanceof Message.Fetch
                || message instanceof Message.Credit;
    }

    private List<Effect> pass(@Nullable Part part, Event event, long nowNanos) throws IOException {
        if (part == null) {
            if (event instanceof Event.Received(Message message)) {
                throw UnexpectedMessageException.of(message, "before anything was announced");
            }
            return List.of();
        }
        return after(part, part.step(event, nowNanos));
    }

    private List<Effect> done(Part.Done done, long nowNanos) throws IOException {
        Part part = done.part();
        part.jobs--;
        if (!part.equals(offer) && !part.equals(intakePart) && !part.equals(pieces)) {
            if (part.jobs == 0 && aside.remove(part)) {
                part.close();
            }
            return List.of();
        }
        return after(part, part.step(new Event.Completed(done.completion()), nowNanos));
    }

    private List<Effect> after(Part part, List<Effect> effects) throws IOException {
        if (part.equals(offer) || part.equals(pieces)) {
            tellGiven(effects);
        }
        List<Effect> all = new ArrayList<>(part.own(effects));
        Intake taking = intake;
        if (part.equals(intakePart) && taking != null && taking.isDone()) {
            putAside(part);
            intake = null;
            intakePart = null;
            folder.release(this);
            all.add(new Effect.Send(taking.finished()));
            halted = taking.isHalted();
            trying = taking.isLacking() && !halted;
            lacking = taking.isLacking() || taking.isHeld();
            ignoring = taking.isIgnoring();
            problems = taking.problems();
            waiting = taking.isWaiting();
            // What is tried anyway need not be tried for what this round has changed.
            lacked = taking.isLacking() ? folder.snapshot() : taking.here();
            taken = !lacking;
            stand();
            if (trying) {
                all.add(new Effect.Start(Timer.RETRY, retry));
                retry = retry.multipliedBy(2);
                retry = retry.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : retry;
            } else {
                retry = RETRY_MIN;
                all.addAll(retryIfChanged());
                if (lacking && room.isShort()) {
                    all.add(new Effect.Start(Timer.RETRY, ROOM_PAUSE));
                }
            }
        }
        return all;
    }

    private void tellGiven(List<Effect> effects) {
        long bytes = 0;
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send(Message.Data data)) {
                bytes += SyncEvent.Moved.of(data).contentBytes();
            } else if (effect instanceof Effect.Send(Message.Piece piece)) {
                bytes += piece.bytes().length();
            }
        }
        if (bytes > 0) {
            listener.tell(new SyncEvent.Given(bytes));
        }
    }

    private void putAside(Part part) {
        if (part.jobs == 0) {
            part.close();
        } else {
            aside.add(part);
        }
    }

    /** Says what there is, if that is another than was said, unless the peer is still at it. */
    private List<Effect> announce(boolean anyway) {
        Snapshot now = folder.snapshot();
        boolean mayKnow = met && folder.role() != Folder.Role.RECEIVE_ONLY;
        if (!mayKnow || beingTaken || (!anyway && now.equals(offered))) {
            return List.of();
        }
        if (offer != null) {
            putAside(offer);
        }
        offered = now;
        offer = Offer.of(folder, now, Part::new);
        beingTaken = true;
        return List.of(new Effect.Send(Offer.root(now)));
    }

    /** Nothing is announced or taken before it is known whether this side was set back. */
    private List<Effect> meet(Message.Knowledge theirs, long nowNanos) throws IOException {
        if (met) {
            throw UnexpectedMessageException.of(theirs, "twice");
        }
        met = true;
        folder.meet(theirs.version());
        List<Effect> effects = new ArrayList<>(announce(false));
        effects.addAll(pass(pieces, new Event.Prompted(true), nowNanos));
        return effects;
    }

    private List<Effect> take(Message.ListingRoot root, long nowNanos) throws IOException {
        if (!met) {
            throw UnexpectedMessageException.of(root, "before it was said what is known");
        }
        if (intake != null) {
            throw UnexpectedMessageException.of(root, "before the last was finished with");
        }
        announced = root;
        taken = false;
        stand();
        if (folder.role() == Folder.Role.SEND_ONLY) {
            Snapshot now = folder.snapshot();
            boolean same =
                    now.listing().root().equals(root.root())
                            && now.tombstones().root().equals(root.tombstones());
            long lacks = same ? 0 : 1;
            return List.of(
                    new Effect.Send(new Message.Finished(PlanSummary.EMPTY, 0, lacks, 0, false)));
        }
        rules = folder.rules().number();
        Intake taking = new Intake(folder, this, swarm, room, root, listener);
        Part part = new Part(taking, taking::close);
        intake = taking;
        intakePart = part;
        part.cameOnNanos = nowNanos;
        List<Effect> effects = new ArrayList<>(stall.begin());
        effects.addAll(after(part, taking.start()));
        return effects;
    }

    private boolean isAllowed() {
        return halted && folder.deletesMax() instanceof Policy.MaxDelete.Unlimited;
    }

    private void stand() {
        boolean alike = taken && complete && (ignoring || ignoredThere);
        listener.tell(new SyncEvent.Stood(announced, taken, given, problems, alike));
    }

    /** Asks to be told once more, if something was not taken. */
    private List<Effect> retry() {
        if (!(lacking || ignoring) || intake != null) {
            return List.of();
        }
        lacking = false;
        ignoring = false;
        return List.of(new Effect.Send(new Message.ListingRequest()));
    }

    /** The same; with nothing new, and nothing more allowed, the same would come of it. */
    private List<Effect> retryIfChanged() {
        boolean changed = lacking && !folder.snapshot().equals(lacked);
        boolean ruled = folder.rules().number() != rules;
        return waiting || isAllowed() || changed || ruled ? retry() : List.of();
    }

    private List<Effect> lookForRoom() {
        return lacking && intake == null && room.isShort()
                ? List.of(new Effect.Run(Lane.READ, () -> new Grown(room.isWorthATry())))
                : List.of();
    }

    private List<Effect> looked(Grown grown) {
        return grown.enough ? retry() : List.of(new Effect.Start(Timer.RETRY, ROOM_PAUSE));
    }

    @Override
    public Optional<Ending> ending() {
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        List<Part> open = new ArrayList<>(aside);
        open.add(pieces);
        if (offer != null) {
            open.add(offer);
        }
        if (intakePart != null) {
            open.add(intakePart);
        }
        for (Part part : open) {
            part.close();
        }
        folder.release(this); // behind the noting of what was taken
    }
}
