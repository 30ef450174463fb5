package dev.dsync.engine.session;

import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Job;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Timer;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.wire.FrameReader;
import dev.dsync.io.wire.FrameWriter;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.ProtocolException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a driver does for one session, as single steps that somebody else puts in order. */
public final class VirtualEnd implements AutoCloseable {
    private final String name;
    private final Session session;
    private final VirtualClock clock;
    private final LongSupplier jobNanos;
    private final Outlet outlet;
    private final Deque<Event> events = new ArrayDeque<>();
    private final Map<Lane, Deque<Due>> lanes = new EnumMap<>(Lane.class);
    private final Map<Timer, Long> timers = new EnumMap<>(Timer.class);
    private final Feed feed = new Feed();
    private final FrameReader reader = new FrameReader(feed);
    private boolean greeted;
    private boolean ended;
    private boolean gone;

    /** Where what this end says goes. */
    public interface Outlet {
        void send(Message message, byte[] frame);

        /** Nothing more will be sent. */
        void end();
    }

    /** A job, and when it will be done. */
    private record Due(Job job, long nanos) {}

    /** One thing that can happen now. */
    public record Step(String what, Action action) {}

    /** Makes it happen. */
    public interface Action {
        void run() throws IOException;
    }

    /** The bytes of one frame at a time. */
    private static final class Feed extends InputStream {
        private InputStream frame = InputStream.nullInputStream();

        void put(byte[] bytes) {
            frame = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            return frame.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return frame.read(bytes, offset, length);
        }
    }

    /**
     * An end of a session that has not begun.
     *
     * @param jobNanos what the next job takes
     */
    public VirtualEnd(
            String name,
            Session session,
            VirtualClock clock,
            LongSupplier jobNanos,
            Outlet outlet) {
        this.name = name;
        this.session = session;
        this.clock = clock;
        this.jobNanos = jobNanos;
        this.outlet = outlet;
    }

    /** What it is called in a trace. */
    public String name() {
        return name;
    }

    /** Says the first words. */
    public void start() {
        try {
            perform(session.start());
        } catch (IOException e) {
            perform(session.fail(e));
        }
    }

    /** Something happens to this end. */
    public void tell(Event event) {
        events.add(event);
    }

    /** A frame of the peer arrives. */
    public void deliver(byte[] frame) {
        feed.put(frame);
        try {
            Message message = reader.read();
            if (message == null) {
                throw new IllegalStateException("a frame without bytes");
            }
            if (!greeted && message instanceof Message.Hello) {
                reader.acceptHello();
                greeted = true;
            }
            events.add(new Event.Received(message));
        } catch (ProtocolException e) {
            events.add(new Event.Failed(e));
        } catch (IOException e) {
            events.add(new Event.Disconnected(String.valueOf(e.getMessage())));
        }
    }

    /** What can happen now. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        if (ended) {
            return steps;
        }
        Event next = events.peek();
        if (next != null) {
            steps.add(new Step(name + " is told " + what(next), this::takeEvent));
        }
        for (Lane lane : Lane.values()) {
            Due due = lane(lane).peek();
            if (due != null && due.nanos <= clock.nanos()) {
                steps.add(new Step(name + " works on " + lane, () -> work(lane)));
            }
        }
        for (Map.Entry<Timer, Long> timer : timers.entrySet()) {
            if (timer.getValue() <= clock.nanos()) {
                Timer which = timer.getKey();
                steps.add(new Step(name + " waited for " + which, () -> elapse(which)));
            }
        }
        return steps;
    }

    private static String what(Event event) {
        return switch (event) {
            case Event.Received received -> received.message().getClass().getSimpleName();
            case Event.Completed completed -> completed.completion().getClass().getSimpleName();
            case Event.Failed failed -> "Failed: " + failed.cause().getMessage();
            case Event.Elapsed elapsed -> "Elapsed " + elapsed.timer();
            case Event.Disconnected lost -> "Disconnected: " + lost.reason();
            case Event.Prompted _ -> "Prompted";
            case Event.Cancelled _ -> "Cancelled";
        };
    }

    /** Whether nothing will happen but that silence is noticed. */
    public boolean isIdle() {
        return events.isEmpty()
                && lanes.values().stream().allMatch(Deque::isEmpty)
                && !timers.containsKey(Timer.RETRY)
                && !timers.containsKey(Timer.PIECES);
    }

    /** When something can happen next, if it waits for time to pass; else the end of time. */
    public long nextNanos() {
        if (ended) {
            return Long.MAX_VALUE;
        }
        long next = Long.MAX_VALUE;
        for (Deque<Due> lane : lanes.values()) {
            Due due = lane.peek();
            next = due == null ? next : Math.min(next, due.nanos);
        }
        for (long timer : timers.values()) {
            next = Math.min(next, timer);
        }
        return next;
    }

    private void takeEvent() {
        Event event = events.remove();
        try {
            perform(session.step(event, clock.nanos()));
        } catch (IOException e) {
            perform(session.fail(e));
        }
    }

    private void work(Lane lane) {
        Due due = lane(lane).remove();
        try {
            events.add(new Event.Completed(due.job.run()));
        } catch (IOException e) {
            events.add(new Event.Failed(e));
        }
    }

    private Deque<Due> lane(Lane lane) {
        return lanes.computeIfAbsent(lane, _ -> new ArrayDeque<>());
    }

    private void elapse(Timer timer) {
        timers.remove(timer);
        events.add(new Event.Elapsed(timer));
    }

    private void perform(List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Send send -> outlet.send(send.message(), frame(send.message()));
                case Effect.Run run ->
                        lane(run.lane())
                                .add(new Due(run.job(), clock.nanos() + jobNanos.getAsLong()));
                case Effect.Start start ->
                        timers.put(start.timer(), clock.nanos() + start.after().toNanos());
                case Effect.End _ -> {
                    ended = true;
                    outlet.end();
                    return;
                }
            }
        }
    }

    /** The message as it travels. */
    static byte[] frame(Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (FrameWriter writer = new FrameWriter(bytes, new CompressionPolicy.None())) {
            writer.write(message);
            writer.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public boolean hasEnded() {
        return ended;
    }

    /** How it ended; null while it has not. */
    public @Nullable Ending ending() {
        return session.ending().orElse(null);
    }

    /** The process is gone: nothing happens to this end any more, nor is anything closed. */
    public void abandon() {
        ended = true;
        gone = true;
    }

    @Override
    public void close() throws IOException {
        if (gone) {
            return;
        }
        ended = true;
        reader.close();
        session.close();
    }
}
