package dev.dsync.engine.session;

import dev.dsync.core.tree.Name;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Machine;
import dev.dsync.engine.machine.Timer;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Accept;
import dev.dsync.io.wire.Message.Request;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One side of one run, end to end: greets, agrees on terms, runs, and says how it ended. */
public final class Session implements Machine, AutoCloseable {
    /** Messages that may come before this side has opened its end. */
    private static final int EARLY_MAX = 4;

    private final Greeting greeting;
    private final Side side;
    private State state = State.GREETING;
    private final List<Message> early = new ArrayList<>();
    private @Nullable Run run;
    private @Nullable Ending ending;
    private Patience patience = Patience.STANDARD;
    private Silence silence = new Silence(patience);
    private OptionalInt compressionLevel = OptionalInt.empty();
    private Indexing indexing = Indexing.NONE;

    /** What a job opened, until the session has heard of it: the session may end before. */
    private final AtomicReference<@Nullable Closing> unclaimed = new AtomicReference<>();

    /** How far the two sides have come. */
    private enum State {
        GREETING,
        AGREEING,
        /** What was agreed is being opened. */
        OPENING,
        RUNNING
    }

    /** What a side brings along. */
    private sealed interface Side {
        /** Wants something of the peer. */
        record Dialler(Request request, Opener opener) implements Side {}

        /** Waits for what the peer wants. */
        record Listener(Premises premises, SyncEvent.Listener events) implements Side {}
    }

    /** Closes what is open. */
    private interface Closing {
        void close() throws IOException;
    }

    /** Opens a dialler's own end once the terms are agreed. */
    private interface Opener {
        Run open(Accept accept, Indexing indexing) throws IOException;
    }

    /**
     * Where a dialler who pulls wants it, opened when it is known whether a single source takes
     * another name.
     */
    @FunctionalInterface
    public interface Destination {
        TargetPlace open(@Nullable Name rename) throws IOException;
    }

    /** This side's end of an agreed run. */
    private record Opened(@Nullable Accept accept, Run run) implements Completion {}

    private Session(Greeting greeting, Side side) {
        this.greeting = greeting;
        this.side = side;
    }

    /** A side that dials in order to send these files, which it owns. */
    public static Session push(
            Greeting greeting, Request request, SourceFiles files, SyncEvent.Listener events) {
        Opener opener =
                (accept, indexing) -> {
                    Terms terms =
                            new Terms(
                                    request,
                                    accept.profile(),
                                    accept.tops(),
                                    accept.absent(),
                                    accept.rename(),
                                    accept.missing(),
                                    true);
                    return RemovingSource.of(files, terms, indexing, events);
                };
        Session session = new Session(greeting, new Side.Dialler(request, opener));
        session.unclaimed.set(files::close);
        return session;
    }

    /** A side that dials in order to receive. */
    public static Session pull(
            Greeting greeting,
            Request request,
            Destination destination,
            SyncEvent.Listener events) {
        Opener opener =
                (accept, indexing) -> {
                    TargetPlace place = destination.open(accept.rename());
                    Terms terms =
                            new Terms(
                                    request,
                                    accept.profile(),
                                    accept.tops(),
                                    accept.absent(),
                                    accept.rename(),
                                    place.missing(),
                                    true);
                    return ConfirmingTarget.of(place, terms, indexing, events);
                };
        return new Session(greeting, new Side.Dialler(request, opener));
    }

    /** Opens the folder of a dialler once the peer has agreed to keep it in sync. */
    @FunctionalInterface
    public interface Meeting {
        Premises.Folder open() throws IOException;
    }

    /** A side that dials in order to keep a folder in sync. */
    public static Session meet(Greeting greeting, Meeting meeting, SyncEvent.Listener events) {
        return new Session(
                greeting,
                new Side.Dialler(
                        PeerRun.REQUEST,
                        (accept, indexing) -> new PeerRun(meeting.open(), events)));
    }

    /** A side that is dialled, and offers these premises. */
    public static Session listen(Greeting greeting, Premises premises, SyncEvent.Listener events) {
        return new Session(greeting, new Side.Listener(premises, events));
    }

    /** What to do first. */
    public List<Effect> start() throws IOException {
        List<Effect> effects = new ArrayList<>();
        effects.add(silence.start());
        effects.add(new Effect.Start(Timer.HANDSHAKE, patience.admission()));
        if (side instanceof Side.Dialler) {
            effects.add(new Effect.Send(greeting.opening()));
        }
        return effects;
    }

    /** Waits for the peer like this; only before it has begun. */
    public Session with(Patience waiting) {
        patience = waiting;
        silence = new Silence(waiting);
        return this;
    }

    /** Remembers there what it learns; only before it has begun. */
    public Session with(Indexing remembering) {
        indexing = remembering;
        return this;
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        if (ending != null) {
            return List.of();
        }
        if (event instanceof Event.Received) {
            silence.hear(nowNanos);
        }
        return switch (event) {
            case Event.Received(Message.Refuse refuse) ->
                    end(new Ending.Refused(refuse.reason(), refuse.detail(), true));
            case Event.Received(Message.Ping ping) ->
                    List.of(new Effect.Send(new Message.Pong(ping.number())));
            case Event.Received(Message.Pong _) -> List.of();
            case Event.Received(Message message) when state != State.RUNNING -> agree(message);
            case Event.Completed(Opened opened) -> opened(opened, nowNanos);
            case Event.Elapsed(Timer timer) -> elapsed(timer, nowNanos);
            case Event.Failed failed -> throw failed.cause();
            case Event.Disconnected lost -> end(new Ending.Lost(lost.reason()));
            case Event.Cancelled _ ->
                    List.of(
                            new Effect.Send(new Message.Refuse(Message.Reason.CANCELLED, "")),
                            end(new Ending.Cancelled()).getFirst());
            case Event.Received _, Event.Completed _, Event.Prompted _ -> run(event, nowNanos);
        };
    }

    private List<Effect> elapsed(Timer timer, long nowNanos) throws IOException {
        return switch (timer) {
            case HANDSHAKE -> {
                // What a listener is asked for needs no time; what it opens may take some.
                if (state == State.GREETING
                        || (state == State.AGREEING && side instanceof Side.Listener)) {
                    throw silent(patience.admission());
                }
                yield List.of();
            }
            case SILENCE -> {
                List<Effect> effects = silence.elapsed(nowNanos, state != State.GREETING);
                if (effects.isEmpty()) {
                    throw silent(patience.loss());
                }
                yield effects;
            }
            case RETRY, PIECES, ROUND -> run(new Event.Elapsed(timer), nowNanos);
        };
    }

    static Refusal silent(Duration waited) {
        return new Refusal(Message.Reason.SILENT, "no word in " + waited.toSeconds() + " s");
    }

    private List<Effect> agree(Message message) throws IOException {
        switch (side) {
            case Side.Dialler dialler -> {
                if (state == State.GREETING && message instanceof Message.Hello hello) {
                    greeting.answer(hello);
                    state = State.AGREEING;
                    return List.of(new Effect.Send(dialler.request()));
                }
                if (state == State.AGREEING && message instanceof Accept accept) {
                    Agreement.check(dialler.request(), accept);
                    state = State.OPENING;
                    return List.of(
                            new Effect.Run(
                                    Lane.READ,
                                    () ->
                                            kept(
                                                    new Opened(
                                                            null,
                                                            dialler.opener()
                                                                    .open(accept, indexing)))));
                }
            }
            case Side.Listener listener -> {
                if (state == State.GREETING && message instanceof Message.Hello hello) {
                    state = State.AGREEING;
                    return List.of(new Effect.Send(greeting.answer(hello)));
                }
                if (state == State.AGREEING && message instanceof Request request) {
                    state = State.OPENING;
                    compressionLevel = allowed(request, listener.premises());
                    return List.of(new Effect.Run(Lane.READ, () -> kept(admit(request, listener))));
                }
            }
        }
        if (state == State.OPENING && early.size() < EARLY_MAX) {
            early.add(message); // the peer was quicker to open its end
            return List.of();
        }
        throw UnexpectedMessageException.of(message, "while terms are agreed on");
    }

    private static OptionalInt allowed(Request request, Premises premises) {
        OptionalInt wished = request.compressionLevel();
        return wished.isPresent()
                ? OptionalInt.of(Math.min(wished.getAsInt(), premises.compressionLevelMax()))
                : wished;
    }

    /**
     * Sees to it that what a job has opened is closed, though the session may have ended by now.
     */
    private Opened kept(Opened opened) {
        unclaimed.set(opened.run::close);
        return opened;
    }

    private Opened admit(Request request, Side.Listener listener) throws IOException {
        Agreement agreement =
                Agreement.admit(request, listener.premises(), indexing, listener.events());
        return new Opened(agreement.accept(), agreement.run());
    }

    private List<Effect> opened(Opened opened, long nowNanos) throws IOException {
        Run opening = opened.run;
        run = opening;
        unclaimed.set(null);
        state = State.RUNNING;
        List<Effect> effects = new ArrayList<>();
        if (opened.accept != null) {
            effects.add(new Effect.Send(opened.accept));
        }
        effects.addAll(opening.start());
        for (Message message : early) {
            effects.addAll(opening.step(new Event.Received(message), nowNanos));
        }
        early.clear();
        return effects;
    }

    private List<Effect> run(Event event, long nowNanos) throws IOException {
        Run running = run;
        if (running == null) {
            return List.of();
        }
        List<Effect> effects = running.step(event, nowNanos);
        running.ending().ifPresent(end -> ending = end);
        return effects;
    }

    private List<Effect> end(Ending how) {
        ending = how;
        return List.of(new Effect.End());
    }

    /**
     * Ends this side because it cannot go on; the peer is told.
     *
     * @param cause what a step threw
     */
    public List<Effect> fail(IOException cause) {
        if (ending != null) {
            return List.of();
        }
        ending = Endings.of(cause);
        List<Effect> effects = new ArrayList<>();
        Endings.toldPeer(ending).ifPresent(refuse -> effects.add(new Effect.Send(refuse)));
        effects.add(new Effect.End());
        return effects;
    }

    /** Whether the peer has shown who it is: until then it is told and believed nothing. */
    public boolean hasGreeted() {
        return state != State.GREETING;
    }

    /** How long this side waits for its peer. */
    Patience patience() {
        return patience;
    }

    /** Bytes cross, though no whole message came: the peer lives. */
    void hear(long nowNanos) {
        silence.hear(nowNanos);
    }

    /** The zstd level the dialler asked a listener for, 0 for none, as far as it may choose. */
    public OptionalInt compressionLevel() {
        return compressionLevel;
    }

    /** How it ended, once it has. */
    public Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    /** Closes what was opened; only when no job runs any more. */
    @Override
    public void close() throws IOException {
        if (run != null) {
            run.close();
        }
        Closing left = unclaimed.getAndSet(null);
        if (left != null) {
            left.close();
        }
    }
}
