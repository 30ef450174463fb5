package dev.dsync.engine.session;

import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Job;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Timer;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.wire.FrameReader;
import dev.dsync.io.wire.FrameWriter;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.ProtocolException;
import dev.dsync.io.wire.TruncatedFrameException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Runs one session on one connection: feeds it what happens, does what it asks for. All threads of
 * a session are here: the caller's for the session itself, one to read, one to write, and one for
 * each lane of jobs.
 */
public final class Driver {
    /** Messages waiting to be written; what is large among them is bounded by the peer's credit. */
    private static final int OUTGOING_MAX = 1 << 16;

    /** Stack of a lane's thread: a walk may go as deep as paths are long. */
    private static final long LANE_STACK_BYTES = 16L << 20;

    /** How long a peer may take to notice that the run has ended. */
    private static final Duration PARTING = Duration.ofSeconds(5);

    private static final Duration PARTING_CANCELLED = Duration.ofMillis(300);

    private final Session session;
    private final Connection connection;
    private final CompressionPolicy compression;
    private final LongSupplier nanoClock;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Outgoing> outgoing = new LinkedBlockingQueue<>(OUTGOING_MAX);
    private final Map<Lane, ExecutorService> lanes = new EnumMap<>(Lane.class);
    private final Map<Timer, Long> timers = new EnumMap<>(Timer.class);

    /** Whether the session has ended, so that nothing the peer says matters any more. */
    private volatile boolean parting;

    /** What the writing thread is given. */
    private sealed interface Outgoing {
        record Frame(Message message) implements Outgoing {}

        record Last() implements Outgoing {}
    }

    /**
     * A driver of this session.
     *
     * @param nanoClock monotonic time in nanoseconds
     */
    public Driver(
            Session session,
            Connection connection,
            CompressionPolicy compression,
            LongSupplier nanoClock) {
        this.session = session;
        this.connection = connection;
        this.compression = compression;
        this.nanoClock = nanoClock;
        for (Lane lane : Lane.values()) {
            lanes.put(
                    lane,
                    Executors.newSingleThreadExecutor(
                            Thread.ofPlatform()
                                    .name("dsync-" + lane)
                                    .stackSize(LANE_STACK_BYTES)
                                    .daemon()
                                    .factory()));
        }
    }

    /** Ends the run from another thread, as soon as its session can. */
    public void cancel() {
        events.add(new Event.Cancelled());
    }

    /**
     * Runs the session to its end and closes the connection.
     *
     * @throws InterruptedException if the calling thread is interrupted; the connection is cut then
     */
    public Ending run() throws InterruptedException {
        Thread reading = Thread.ofVirtual().name("dsync-read").start(this::read);
        Thread writing = Thread.ofPlatform().daemon().name("dsync-write").start(this::write);
        try {
            boolean ended = perform(start());
            while (!ended) {
                Event event = next();
                ended = perform(step(event));
            }
            part(writing, reading);
            return session.ending().orElseGet(() -> new Ending.Failed("ended without an outcome"));
        } finally {
            close();
            connection.abort();
            reading.join();
        }
    }

    /**
     * Lets what was said last reach the peer, who answers it by ending its side: cutting the
     * connection at once could take from the peer what it has not read yet.
     */
    private void part(Thread writing, Thread reading) throws InterruptedException {
        parting = true;
        boolean hurried = session.ending().orElse(null) instanceof Ending.Cancelled;
        Duration patience = hurried ? PARTING_CANCELLED : PARTING;
        if (writing.join(patience)) {
            reading.join(patience);
        }
    }

    private List<Effect> start() {
        try {
            return session.start();
        } catch (IOException e) {
            return session.fail(e);
        }
    }

    private List<Effect> step(Event event) {
        try {
            return session.step(event, nanoClock.getAsLong());
        } catch (IOException e) {
            return session.fail(e);
        }
    }

    /** The next event, which may be that a timer has run out. */
    private Event next() throws InterruptedException {
        while (true) {
            Map.Entry<Timer, Long> first = null;
            for (Map.Entry<Timer, Long> timer : timers.entrySet()) {
                first = first == null || timer.getValue() < first.getValue() ? timer : first;
            }
            if (first == null) {
                return events.take();
            }
            long wait = first.getValue() - nanoClock.getAsLong();
            Event event = wait > 0 ? events.poll(wait, TimeUnit.NANOSECONDS) : null;
            if (event != null) {
                return event;
            }
            if (first.getValue() <= nanoClock.getAsLong()) {
                Timer timer = first.getKey();
                timers.remove(timer);
                return new Event.Elapsed(timer);
            }
        }
    }

    /** Does what was asked for; true if nothing more comes. */
    private boolean perform(List<Effect> effects) throws InterruptedException {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Send send -> outgoing.put(new Outgoing.Frame(send.message()));
                case Effect.Run run -> lane(run.lane()).execute(() -> work(run.job()));
                case Effect.Start start ->
                        timers.put(start.timer(), nanoClock.getAsLong() + start.after().toNanos());
                case Effect.End _ -> {
                    outgoing.put(new Outgoing.Last());
                    return true;
                }
            }
        }
        return false;
    }

    private ExecutorService lane(Lane lane) {
        ExecutorService executor = lanes.get(lane);
        if (executor == null) {
            throw new IllegalStateException("no lane " + lane);
        }
        return executor;
    }

    private void work(Job job) {
        try {
            events.add(new Event.Completed(job.run()));
        } catch (IOException e) {
            events.add(new Event.Failed(e));
        } catch (RuntimeException | Error e) {
            events.add(new Event.Failed(new IOException("defect: " + e, e)));
        }
    }

    private void read() {
        try (FrameReader reader = new FrameReader(new Incoming(connection))) {
            boolean greeted = false;
            for (Message message = reader.read(); message != null; message = reader.read()) {
                if (!greeted && message instanceof Message.Hello) {
                    reader.acceptHello();
                    greeted = true;
                }
                if (!parting) {
                    events.add(new Event.Received(message));
                }
            }
            events.add(new Event.Disconnected("the peer ended the connection"));
        } catch (TruncatedFrameException e) {
            events.add(new Event.Disconnected(String.valueOf(e.getMessage())));
        } catch (ProtocolException e) {
            events.add(new Event.Failed(e));
        } catch (IOException e) {
            events.add(new Event.Disconnected(String.valueOf(e.getMessage())));
        }
    }

    private void write() {
        try (FrameWriter writer = new FrameWriter(new Outflow(connection), compression)) {
            while (true) {
                Outgoing next = outgoing.poll();
                if (next == null) {
                    writer.flush();
                    next = outgoing.take();
                }
                if (next instanceof Outgoing.Frame frame) {
                    writer.write(frame.message());
                } else {
                    writer.flush();
                    connection.closeOutput();
                    return;
                }
            }
        } catch (IOException e) {
            events.add(new Event.Disconnected(String.valueOf(e.getMessage())));
            drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After the connection broke: lets the session go on putting until it has ended. */
    private void drain() {
        try {
            Outgoing next = outgoing.take();
            while (!(next instanceof Outgoing.Last)) {
                next = outgoing.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for jobs that run, forgets those that wait, and closes the session. */
    private void close() throws InterruptedException {
        lanes.values().forEach(ExecutorService::shutdownNow);
        for (ExecutorService lane : lanes.values()) {
            lane.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        }
        try {
            session.close();
        } catch (IOException e) {
            // What was opened only to be read or is durable already; the ending is decided.
        }
    }

    /** A connection as a stream to read from. */
    private static final class Incoming extends InputStream {
        private final Connection connection;

        Incoming(Connection connection) {
            this.connection = connection;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return length == 0 ? 0 : connection.read(bytes, offset, length);
        }
    }

    /** A connection as a stream to write to. */
    private static final class Outflow extends OutputStream {
        private final Connection connection;

        Outflow(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            connection.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            connection.flush();
        }
    }
}
