package dev.dsync.engine.mesh;

import dev.dsync.engine.machine.Event;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.Greeting;
import dev.dsync.engine.session.Patience;
import dev.dsync.engine.session.Session;
import dev.dsync.engine.session.SyncEvent;
import dev.dsync.engine.session.VirtualClock;
import dev.dsync.engine.session.VirtualEnd;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Slice;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What connects two peers of a mesh: now and then a connection. */
final class MeshLink {
    private static final Patience PATIENCE = Patience.losingAfter(Duration.ofSeconds(12));

    private final MeshPeer one;
    private final MeshPeer other;
    private final VirtualClock clock;
    private final RandomGenerator random;
    private final Consumer<String> notes;
    private final Map<String, Integer> messages = new TreeMap<>();
    private final List<String> defects = new ArrayList<>();
    private @Nullable Call call;
    private long dialNanos;
    private boolean parted;
    private @Nullable MeshPeer mute;
    private int calls;

    MeshLink(
            MeshPeer one,
            MeshPeer other,
            VirtualClock clock,
            RandomGenerator random,
            Consumer<String> notes) {
        this.notes = notes;
        this.one = one;
        this.other = other;
        this.clock = clock;
        this.random = random;
        this.dialNanos = random.nextLong(1_000_000_000);
    }

    /** Something on its way; without bytes, the end of the stream. */
    private record Travelling(Slice frame, long arrivalNanos, boolean counts) {}

    /** What travels in one direction. */
    private static final class Way {
        private final Deque<Travelling> frames = new ArrayDeque<>();
        private long lastArrival;
    }

    /** One connection. */
    private final class Call {
        private final Way toListener = new Way();
        private final Way toDialler = new Way();
        private final MeshPeer dialling;
        private final MeshPeer listening;
        private final VirtualEnd dialler;
        private final VirtualEnd listener;

        Call(MeshPeer dialling, MeshPeer listening) {
            this.dialling = dialling;
            this.listening = listening;
            String name = dialling.name() + ">" + listening.name() + "#" + ++calls;
            Session meeting =
                    Session.meet(Greeting.trusted(), dialling::folder, told(name + " d"))
                            .with(PATIENCE);
            Session serving =
                    Session.listen(Greeting.trusted(), listening.premises(), told(name + " l"))
                            .with(PATIENCE);
            dialler =
                    new VirtualEnd(
                            name + " d", meeting, clock, this::job, outlet(dialling, toListener));
            listener =
                    new VirtualEnd(
                            name + " l", serving, clock, this::job, outlet(listening, toDialler));
            dialling.joined(dialler);
            listening.joined(listener);
            dialler.start();
            listener.start();
        }

        private SyncEvent.Listener told(String who) {
            // What stands names objects of this process, which are others in the next.
            return new SyncEvent.Listener() {
                @Override
                public void tell(SyncEvent event) {
                    notes.accept(
                            who + ": " + (event instanceof SyncEvent.Stood ? "stands" : event));
                }

                @Override
                public String peer() {
                    return who;
                }
            };
        }

        private long job() {
            return random.nextLong(3_000_000);
        }

        private VirtualEnd.Outlet outlet(MeshPeer sender, Way way) {
            return new VirtualEnd.Outlet() {
                @Override
                public void send(Message message, byte[] frame) {
                    if (sender.equals(mute) && message instanceof Message.Data) {
                        return;
                    }
                    messages.merge(message.getClass().getSimpleName(), 1, Integer::sum);
                    boolean counts =
                            !(message instanceof Message.Ping || message instanceof Message.Pong);
                    travel(way, new Slice(frame), counts);
                }

                @Override
                public void end() {
                    travel(way, new Slice(new byte[0]), true);
                }
            };
        }
    }

    private void travel(Way way, Slice frame, boolean counts) {
        long takes = random.nextInt(20) == 0 ? 300_000_000 : 20_000_000;
        long arrival = Math.max(way.lastArrival, clock.nanos() + random.nextLong(takes));
        way.lastArrival = arrival;
        way.frames.add(new Travelling(frame, arrival, counts));
    }

    boolean isUp() {
        return call != null;
    }

    boolean isBetween(MeshPeer peer) {
        return peer.equals(one) || peer.equals(other);
    }

    /** Nothing arrives until this ends. */
    void part(boolean now) {
        parted = now;
    }

    /** This peer goes on answering, but sends no content. */
    void mute(MeshPeer peer) {
        mute = peer;
    }

    /** The connection breaks, and both ends notice. */
    void cut() {
        Call now = call;
        if (now != null) {
            for (Way way : List.of(now.toListener, now.toDialler)) {
                way.frames.clear();
                travel(way, new Slice(new byte[0]), true);
            }
        }
    }

    /**
     * A peer is gone; the other notices later.
     *
     * @param orderly whether its end has come to its own end before
     */
    void lose(MeshPeer gone, boolean orderly) throws IOException {
        Call now = call;
        if (now == null || !isBetween(gone)) {
            return;
        }
        boolean dialled = now.dialling.equals(gone);
        VirtualEnd end = dialled ? now.dialler : now.listener;
        if (orderly) {
            end.close();
        }
        end.abandon();
        gone.left(end);
        Way way = dialled ? now.toListener : now.toDialler;
        if (random.nextBoolean()) {
            way.frames.clear();
        }
        travel(way, new Slice(new byte[0]), true);
    }

    /** What can happen now. */
    void addSteps(List<VirtualEnd.Step> steps) {
        Call now = call;
        if (now == null) {
            if (clock.nanos() >= dialNanos && !parted && one.isOpen() && other.isOpen()) {
                steps.add(
                        new VirtualEnd.Step(
                                one.name() + " and " + other.name() + " meet", this::dial));
            }
            return;
        }
        if (now.dialler.hasEnded() && now.listener.hasEnded()) {
            steps.add(new VirtualEnd.Step("they part", this::hangUp));
            return;
        }
        steps.addAll(now.dialler.steps());
        steps.addAll(now.listener.steps());
        arrivals(now.toListener, now.listener, steps);
        arrivals(now.toDialler, now.dialler, steps);
    }

    private void dial() {
        call = random.nextBoolean() ? new Call(one, other) : new Call(other, one);
    }

    private void hangUp() throws IOException {
        Call now = call;
        if (now == null) {
            return;
        }
        call = null;
        dialNanos = clock.nanos() + random.nextLong(2_000_000_000);
        now.dialling.left(now.dialler);
        now.listening.left(now.listener);
        for (VirtualEnd end : List.of(now.dialler, now.listener)) {
            Ending ending = end.ending();
            if (ending instanceof Ending.Broken || ending instanceof Ending.Failed) {
                defects.add(end.name() + ": " + ending);
            }
            end.close();
        }
    }

    private void arrivals(Way way, VirtualEnd end, List<VirtualEnd.Step> steps) {
        Travelling first = way.frames.peek();
        if (first == null || end.hasEnded() || parted || first.arrivalNanos > clock.nanos()) {
            return;
        }
        steps.add(
                new VirtualEnd.Step(
                        end.name() + " hears",
                        () -> {
                            way.frames.remove();
                            if (first.frame.length() == 0) {
                                end.tell(new Event.Disconnected("the peer ended the connection"));
                            } else {
                                end.deliver(first.frame.toArray());
                            }
                        }));
    }

    /** When something can happen next. */
    long nextNanos() {
        Call now = call;
        if (now == null) {
            return !parted && one.isOpen() && other.isOpen() ? dialNanos : Long.MAX_VALUE;
        }
        long next = Math.min(now.dialler.nextNanos(), now.listener.nextNanos());
        if (!parted) {
            next = Math.min(next, next(now.toListener, now.listener));
            next = Math.min(next, next(now.toDialler, now.dialler));
        }
        return next;
    }

    private static long next(Way way, VirtualEnd end) {
        Travelling first = way.frames.peek();
        return first == null || end.hasEnded() ? Long.MAX_VALUE : first.arrivalNanos;
    }

    /** Whether both ends have nothing more to say to each other. */
    boolean isQuiet() {
        Call now = call;
        if (now == null) {
            return !one.isRunning() || !other.isRunning();
        }
        return !now.dialler.hasEnded()
                && !now.listener.hasEnded()
                && now.dialler.isIdle()
                && now.listener.isIdle()
                && now.toDialler.frames.stream().noneMatch(Travelling::counts)
                && now.toListener.frames.stream().noneMatch(Travelling::counts);
    }

    /** Messages so far, by kind. */
    Map<String, Integer> messages() {
        return messages;
    }

    /** Connections that ended as none should. */
    List<String> defects() {
        return defects;
    }

    @Override
    public String toString() {
        return one.name() + "-" + other.name();
    }
}
