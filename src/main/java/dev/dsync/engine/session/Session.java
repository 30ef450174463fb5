package dev.dsync.engine.session;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Machine;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Accept;
import dev.dsync.io.wire.Message.Request;
import dev.dsync.io.wire.Message.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One side of one run, end to end: greets, agrees on terms, runs, and says how it ended. */
public final class Session implements Machine, AutoCloseable {
    private final Greeting greeting;
    private final Side side;
    private State state = State.GREETING;
    private final List<Message> early = new ArrayList<>();
    private @Nullable Run run;
    private @Nullable Ending ending;

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

    /** Opens a dialler's own end once the terms are agreed. */
    private interface Opener {
        Run open(Accept accept) throws IOException;
    }

    /**
     * Where a dialler who pulls wants it, opened when it is known whether a single source takes
     * another name.
     */
    @FunctionalInterface
    public interface Destination {
        TargetPlace open(@Nullable Name rename) throws IOException;
    }

    private record Opened(@Nullable Accept accept, Run run) implements Completion {}

    private Session(Greeting greeting, Side side) {
        this.greeting = greeting;
        this.side = side;
    }

    /** A side that dials in order to send these files, which it owns once it runs. */
    public static Session push(
            Greeting greeting, Request request, SourceFiles files, SyncEvent.Listener events) {
        Opener opener =
                accept -> {
                    Terms terms =
                            new Terms(
                                    request,
                                    accept.profile(),
                                    accept.tops(),
                                    accept.rename(),
                                    accept.missing(),
                                    true);
                    return new SourceRun(files, terms, events);
                };
        return new Session(greeting, new Side.Dialler(request, opener));
    }

    /** A side that dials in order to receive. */
    public static Session pull(
            Greeting greeting,
            Request request,
            Destination destination,
            SyncEvent.Listener events) {
        Opener opener =
                accept -> {
                    Terms terms =
                            new Terms(
                                    request,
                                    accept.profile(),
                                    accept.tops(),
                                    accept.rename(),
                                    accept.missing(),
                                    true);
                    return new TargetRun(destination.open(accept.rename()), terms, events);
                };
        return new Session(greeting, new Side.Dialler(request, opener));
    }

    /** A side that is dialled, and offers these premises. */
    public static Session listen(Greeting greeting, Premises premises, SyncEvent.Listener events) {
        return new Session(greeting, new Side.Listener(premises, events));
    }

    /** What to do first. */
    public List<Effect> start() throws IOException {
        return switch (side) {
            case Side.Dialler _ -> List.of(new Effect.Send(greeting.opening()));
            case Side.Listener _ -> List.of();
        };
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        if (ending != null) {
            return List.of();
        }
        return switch (event) {
            case Event.Received(Message.Refuse refuse) ->
                    end(new Ending.Refused(refuse.reason(), refuse.detail(), true));
            case Event.Received(Message.Ping ping) ->
                    List.of(new Effect.Send(new Message.Pong(ping.number())));
            case Event.Received(Message message) when state != State.RUNNING -> agree(message);
            case Event.Completed(Opened opened) -> opened(opened);
            case Event.Failed failed -> throw failed.cause();
            case Event.Disconnected lost -> end(new Ending.Lost(lost.reason()));
            case Event.Cancelled _ ->
                    List.of(
                            new Effect.Send(new Message.Refuse(Message.Reason.CANCELLED, "")),
                            end(new Ending.Cancelled()).getFirst());
            case Event.Received _, Event.Completed _, Event.Elapsed _ -> run(event, nowNanos);
        };
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
                    state = State.OPENING;
                    return List.of(
                            new Effect.Run(
                                    Lane.READ,
                                    () -> new Opened(null, dialler.opener().open(accept))));
                }
            }
            case Side.Listener listener -> {
                if (state == State.GREETING && message instanceof Message.Hello hello) {
                    state = State.AGREEING;
                    return List.of(new Effect.Send(greeting.answer(hello)));
                }
                if (state == State.AGREEING && message instanceof Request request) {
                    state = State.OPENING;
                    return List.of(new Effect.Run(Lane.READ, () -> admit(request, listener)));
                }
            }
        }
        if (state == State.OPENING) {
            early.add(message); // the peer was quicker to open its end
            return List.of();
        }
        throw new IOException("unexpected " + message.getClass().getSimpleName());
    }

    /** Opens what a dialler asks for. */
    private static Opened admit(Request request, Side.Listener listener) throws IOException {
        Profile profile = request.profile().and(listener.premises().profile());
        if (request.dialler() == Role.SOURCE) {
            TargetPlace place = listener.premises().target(request);
            List<RelPath> tops = tops(place.rename(), request.placement().tops());
            Accept accept = new Accept(profile, tops, place.rename(), place.missing());
            Terms terms = new Terms(request, profile, tops, place.rename(), place.missing(), false);
            return new Opened(accept, new TargetRun(place, terms, listener.events()));
        }
        SourceFiles files = listener.premises().source(request);
        boolean renames = files.isSingle() && !request.placement().intoDirectory();
        Name rename = renames ? request.placement().rename() : null;
        List<RelPath> tops = tops(rename, files.placement().tops());
        Accept accept = new Accept(profile, tops, rename, 0);
        Terms terms = new Terms(request, profile, tops, rename, 0, false);
        return new Opened(accept, new SourceRun(files, terms, listener.events()));
    }

    private static List<RelPath> tops(@Nullable Name rename, List<RelPath> tops)
            throws IOException {
        try {
            return rename == null ? tops : List.of(RelPath.ROOT.child(rename));
        } catch (IllegalNameException e) {
            throw new IOException(e);
        }
    }

    private List<Effect> opened(Opened opened) throws IOException {
        Run opening = opened.run;
        run = opening;
        state = State.RUNNING;
        List<Effect> effects = new ArrayList<>();
        if (opened.accept != null) {
            effects.add(new Effect.Send(opened.accept));
        }
        effects.addAll(opening.start());
        for (Message message : early) {
            effects.addAll(opening.step(new Event.Received(message), 0));
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
    }
}
