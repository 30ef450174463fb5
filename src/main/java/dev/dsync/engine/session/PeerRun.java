package dev.dsync.engine.session;

import dev.dsync.core.attributes.AttributeChanges;
import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.fetch.SwarmLink;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Timer;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
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
                    AttributeChanges.NONE,
                    false);

    private final Folder folder;
    private final SyncEvent.Listener listener;
    private final SwarmLink swarm;
    private final Remainder remainder;
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
    private Message.@Nullable ListingRoot announced;
    private boolean taken;
    private @Nullable Snapshot given;

    /** Whether the peer has taken all of that, but for what it ignores, and whether it does. */
    private boolean complete;

    private boolean ignoredThere;

    PeerRun(Folder folder, SyncEvent.Listener listener) {
        this.folder = folder;
        this.listener = listener;
        boolean hands = folder.role() != Folder.Role.RECEIVE_ONLY;
        this.remainder = new Remainder(folder, listener);
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
                effects.addAll(remainder.changed());
            }
            case Event.Elapsed(Timer timer) when timer == Timer.RETRY ->
                    effects.addAll(remainder.elapsed());
            case Event.Completed(Remainder.Grown grown) -> effects.addAll(remainder.looked(grown));
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
            remainder.end(taking);
            taken = remainder.isNothing();
            stand();
            all.addAll(remainder.goOn());
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
                    new Effect.Send(
                            new Message.Finished(
                                    PlanSummary.EMPTY, 0, lacks, 0, false, Unkept.NONE)));
        }
        remainder.begin();
        Intake taking = new Intake(folder, this, swarm, remainder.room(), root, listener);
        Part part = new Part(taking, taking::close);
        intake = taking;
        intakePart = part;
        part.cameOnNanos = nowNanos;
        List<Effect> effects = new ArrayList<>(stall.begin());
        effects.addAll(after(part, taking.start()));
        return effects;
    }

    private void stand() {
        boolean alike = taken && complete && (remainder.isIgnoring() || ignoredThere);
        listener.tell(new SyncEvent.Stood(announced, taken, given, remainder.problems(), alike));
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
