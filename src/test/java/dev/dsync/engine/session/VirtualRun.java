package dev.dsync.engine.session;

import dev.dsync.engine.machine.Event;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Slice;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Two sessions against each other in one thread. What can happen at one time happens in an order
 * drawn from a seed; messages travel as bytes, in order, and take their time.
 */
final class VirtualRun implements AutoCloseable {
    private static final int STEPS_MAX = 5_000_000;
    private static final long NANOS_MAX = 3_600_000_000_000L;

    private final VirtualClock clock;
    private final RandomGenerator random;
    private final LongSupplier latencyNanos;
    private final VirtualEnd dialler;
    private final VirtualEnd listener;
    private final Way toListener = new Way();
    private final Way toDialler = new Way();
    private final List<String> trace = new ArrayList<>();
    private final Map<String, Integer> messages = new TreeMap<>();
    private final long began;
    private UnaryOperator<Message> lie = UnaryOperator.identity();
    private boolean cut;
    private int steps;

    /** Something on its way; without bytes, the end of the stream. */
    private record Travelling(Slice frame, long arrivalNanos) {}

    /** What travels in one direction. */
    private static final class Way {
        private final Deque<Travelling> frames = new ArrayDeque<>();
        private long bytes;
        private long lastArrival;
    }

    /**
     * A run about to begin.
     *
     * @param latencyNanos what the next message takes from one end to the other
     * @param jobNanos what the next job takes
     */
    VirtualRun(
            Session dialler,
            Session listener,
            VirtualClock clock,
            RandomGenerator random,
            LongSupplier latencyNanos,
            LongSupplier jobNanos) {
        this.clock = clock;
        this.random = random;
        this.latencyNanos = latencyNanos;
        this.began = clock.nanos();
        this.dialler = new VirtualEnd("dialler", dialler, clock, jobNanos, outlet(toListener));
        this.listener = new VirtualEnd("listener", listener, clock, jobNanos, outlet(toDialler));
        this.dialler.start();
        this.listener.start();
    }

    private VirtualEnd.Outlet outlet(Way way) {
        return new VirtualEnd.Outlet() {
            @Override
            public void send(Message message, byte[] frame) {
                messages.merge(message.getClass().getSimpleName(), 1, Integer::sum);
                Message said = lie.apply(message);
                byte[] bytes = said.equals(message) ? frame : VirtualEnd.frame(said);
                way.bytes += bytes.length;
                travel(way, bytes);
            }

            @Override
            public void end() {
                travel(way, new byte[0]);
            }
        };
    }

    private void travel(Way way, byte[] frame) {
        long arrival = Math.max(way.lastArrival, clock.nanos() + latencyNanos.getAsLong());
        way.lastArrival = arrival;
        way.frames.add(new Travelling(new Slice(frame), arrival));
    }

    /** From now on messages are replaced on their way. */
    VirtualRun lying(UnaryOperator<Message> how) {
        lie = how;
        return this;
    }

    /** Lets one thing happen; false if nothing ever will. */
    boolean step() throws IOException {
        if (dialler.hasEnded() && listener.hasEnded()) {
            return false;
        }
        if (steps++ > STEPS_MAX || elapsedNanos() > NANOS_MAX) {
            throw new IllegalStateException("the run does not end");
        }
        List<VirtualEnd.Step> choices = new ArrayList<>(dialler.steps());
        choices.addAll(listener.steps());
        arrivals(toListener, listener, choices);
        arrivals(toDialler, dialler, choices);
        if (choices.isEmpty()) {
            long next = Math.min(dialler.nextNanos(), listener.nextNanos());
            next = Math.min(next, next(toListener, listener));
            next = Math.min(next, next(toDialler, dialler));
            if (next == Long.MAX_VALUE) {
                throw new IllegalStateException("both ends wait for each other");
            }
            clock.advanceTo(next);
            return step();
        }
        VirtualEnd.Step chosen = choices.get(random.nextInt(choices.size()));
        trace.add(clock.nanos() + " " + chosen.what());
        chosen.action().run();
        return true;
    }

    private void arrivals(Way way, VirtualEnd end, List<VirtualEnd.Step> choices) {
        Travelling first = way.frames.peek();
        if (first == null || end.hasEnded() || first.arrivalNanos > clock.nanos()) {
            return;
        }
        choices.add(
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

    private static long next(Way way, VirtualEnd end) {
        Travelling first = way.frames.peek();
        return first == null || end.hasEnded() ? Long.MAX_VALUE : first.arrivalNanos;
    }

    /** Runs to the end. */
    VirtualRun toEnd() throws IOException {
        boolean more = true;
        while (more) {
            more = step();
        }
        return this;
    }

    /** Runs so many steps, or to the end; whether it has not ended. */
    boolean go(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (!step()) {
                return false;
            }
        }
        return true;
    }

    /** The connection breaks: nothing arrives any more, and both ends notice. */
    void disconnect() {
        if (!cut) {
            cut = true;
            for (Way way : List.of(toListener, toDialler)) {
                way.frames.clear();
                travel(way, new byte[0]);
            }
        }
    }

    VirtualEnd dialler() {
        return dialler;
    }

    VirtualEnd listener() {
        return listener;
    }

    Ending ending() {
        Ending ending = dialler.ending();
        if (ending == null) {
            throw new IllegalStateException("the run has not ended");
        }
        return ending;
    }

    Ending listenerEnding() {
        Ending ending = listener.ending();
        if (ending == null) {
            throw new IllegalStateException("the run has not ended");
        }
        return ending;
    }

    List<String> trace() {
        return trace;
    }

    int steps() {
        return trace.size();
    }

    /** How many messages of this type were sent, either way. */
    int sent(Class<? extends Message> type) {
        return messages.getOrDefault(type.getSimpleName(), 0);
    }

    long bytesToListener() {
        return toListener.bytes;
    }

    long bytesToDialler() {
        return toDialler.bytes;
    }

    /** Virtual time since the beginning. */
    long elapsedNanos() {
        return clock.nanos() - began;
    }

    @Override
    public void close() throws IOException {
        dialler.close();
        listener.close();
    }
}
