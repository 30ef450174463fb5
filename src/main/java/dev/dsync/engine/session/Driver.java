package dev.dsync.engine.session;

import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Timer;
import dev.dsync.engine.session.Outbox.Outgoing;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.TransportException;
import dev.dsync.io.wire.FrameReader;
import dev.dsync.io.wire.FrameWriter;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.ProtocolException;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Runs one session on one connection: feeds it what happens, does what it asks for. All threads of
 * a session are here: the caller's for the session itself, one to read, one to write, and one for
 * each lane of jobs.
 */
public final class Driver {
    /**
     * How long the last frames of a run may take to be written, and then the peer's last to come.
     */
    private static final Duration FLUSH = Duration.ofMinutes(1);

    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final Duration CANCEL = Duration.ofMillis(200);

    /** Stack of a lane's thread: a walk may go as deep as paths are long. */
    private static final long LANE_STACK_BYTES = 16L << 20;

    private final Session session;
    private final Connection connection;
    private final CompressionPolicy compression;
    private final LongSupplier nanoClock;
    private final Inbox events = new Inbox();
    private final Outbox outbox = new Outbox();
    private final Map<Lane, ExecutorService> lanes = new EnumMap<>(Lane.class);
    private final Map<Timer, Running> timers = new EnumMap<>(Timer.class);
    private final CompletableFuture<Boolean> greeted = new CompletableFuture<>();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final Flow flow;
    private boolean deaf;

    /** A timer that was started, and when it runs out. */
    private record Running(Duration after, long dueNanos) {}

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
        this.flow = new Flow(connection, nanoClock.getAsLong());
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

    /** Tells the session, from any thread, that something, or only pieces, is another. */
    public void prompt(boolean pieces) {
        events.tell(new Event.Prompted(pieces));
    }

    /** Ends the run from another thread, as soon as its session can. */
    public void cancel() {
        cancelled.countDown();
        events.tell(new Event.Cancelled());
    }

    /**
     * Runs the session to its end and closes the connection.
     *
     * @throws InterruptedException if the calling thread is interrupted; the connection is cut then
     */
    public Ending run() throws InterruptedException {
        Thread reading = Thread.ofVirtual().name("dsync-read").start(this::read);
        Thread writing = Thread.ofPlatform().daemon().name("dsync-write").start(this::write);
        boolean orderly = false;
        try {
            boolean ended = perform(start());
            while (!ended) {
                ended = perform(step(next()));
                if (session.hasGreeted()) {
                    greeted.complete(true);
                }
            }
            Ending ending =
                    session.ending()
                            .orElseGet(
                                    () ->
                                            Endings.of(
                                                    Defect.of(
                                                            new IllegalStateException(
                                                                    "ended without an outcome"))));
            orderly = isWritten(writing, timeToFlush(ending)) && !(ending instanceof Ending.Lost);
            // A key that interrupts reaches a remote shell as well, which may be the first to end.
            return ending instanceof Ending.Lost
                            && cancelled.await(CANCEL.toMillis(), TimeUnit.MILLISECONDS)
                    ? new Ending.Cancelled()
                    : ending;
        } finally {
            events.close();
            greeted.complete(false);
            close();
            hangUp(orderly, reading);
            outbox.end(); // whoever still waits for something to write
            reading.join();
            writing.join();
        }
    }

    /** Whether all is written; of a run that is done also on a line that needs longer. */
    private boolean isWritten(Thread writing, Duration patience) throws InterruptedException {
        long before;
        boolean written;
        do {
            before = connection.sent();
            written = writing.join(patience);
        } while (!written && patience.equals(FLUSH) && connection.sent() > before);
        return written;
    }

    private static Duration timeToFlush(Ending ending) {
        return switch (ending) {
            case Ending.Done _ -> FLUSH;
            case Ending.Refused _, Ending.Broken _, Ending.Failed _ -> LINGER;
            case Ending.Cancelled _ -> CANCEL;
            case Ending.Lost _ -> Duration.ZERO;
        };
    }

    /** Ends the connection; in good order, what was said last arrives if the peer still listens. */
    private void hangUp(boolean orderly, Thread reading) throws InterruptedException {
        if (orderly && reading.join(LINGER)) {
            try {
                connection.close();
            } catch (IOException e) {
                // All was written and read; how the transport itself ends changes nothing.
            }
        }
        connection.abort();
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
        } catch (RuntimeException | Error e) {
            return session.fail(Defect.of(e));
        }
    }

    /** The next event, which may be that a timer has run out. */
    private Event next() throws InterruptedException {
        while (true) {
            Map.Entry<Timer, Running> first =
                    timers.entrySet().stream()
                            .min(Comparator.comparingLong(timer -> timer.getValue().dueNanos))
                            .orElse(null);
            if (first == null) {
                return events.take();
            }
            long wait = first.getValue().dueNanos - nanoClock.getAsLong();
            Event event = events.poll(Math.max(wait, 0));
            if (event != null) {
                return event;
            }
            Timer timer = first.getKey();
            Running running = first.getValue();
            if (running.dueNanos > nanoClock.getAsLong()) {
                continue;
            }
            timers.remove(timer);
            if (timer == Timer.SILENCE) {
                flow.look(outbox.isTaken(), nanoClock.getAsLong());
                if (flow.isStuck(session.patience().loss())) {
                    return new Event.Failed(stuck());
                }
                if (flow.isOneSided() && session.hasGreeted()) {
                    put(new Outgoing.Frame(new Message.Ping(0)));
                }
                // Half a frame is no silence, only a slow line; of a peer that has shown who it is.
                if (flow.flows() && session.hasGreeted()) {
                    session.hear(nanoClock.getAsLong());
                    start(timer, running.after);
                    continue;
                }
            }
            return new Event.Elapsed(timer);
        }
    }

    private Refusal stuck() {
        return new Refusal(
                Message.Reason.SILENT,
                "it took nothing in " + session.patience().loss().toSeconds() + " s");
    }

    private void start(Timer timer, Duration after) {
        timers.put(timer, new Running(after, nanoClock.getAsLong() + after.toNanos()));
    }

    /** Does what was asked for; true if nothing more comes. */
    private boolean perform(List<Effect> effects) throws InterruptedException {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Send send -> send(send.message());
                case Effect.Run run -> lane(run.lane()).execute(() -> work(run));
                case Effect.Start start -> start(start.timer(), start.after());
                case Effect.End _ -> {
                    Duration wait = session.ending().map(Driver::timeToFlush).orElse(LINGER);
                    outbox.offer(new Outgoing.Last(), wait);
                    return true;
                }
            }
        }
        return false;
    }

    private void send(Message message) throws InterruptedException {
        put(new Outgoing.Frame(message));
        if (message instanceof Message.Accept && session.compressionLevel().isPresent()) {
            put(new Outgoing.Level(session.compressionLevel().getAsInt()));
        }
    }

    /** Hands over what is to be written; a peer that takes nothing for too long is given up. */
    private void put(Outgoing next) throws InterruptedException {
        if (!deaf && !outbox.offer(next, session.patience().loss())) {
            deaf = true;
            events.tell(new Event.Failed(stuck()));
        }
    }

    private ExecutorService lane(Lane lane) {
        ExecutorService executor = lanes.get(lane);
        if (executor == null) {
            throw new IllegalStateException("no lane " + lane);
        }
        return executor;
    }

    private void work(Effect.Run run) {
        try {
            if (run.lane() == Lane.READ) { // from which all comes that is large
                outbox.awaitRoom();
            }
            events.tell(new Event.Completed(run.job().run()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the session has ended
        } catch (IOException e) {
            events.tell(new Event.Failed(e));
        } catch (RuntimeException | Error e) {
            events.tell(new Event.Failed(Defect.of(e)));
        }
    }

    private void read() {
        try (FrameReader reader = new FrameReader(ConnectionStreams.input(connection))) {
            boolean accepted = false;
            for (Message message = reader.read(); message != null; message = reader.read()) {
                if (!events.receive(message)) {
                    return;
                }
                if (!accepted && message instanceof Message.Hello) {
                    // Nothing bigger is read from a peer before it has shown who it is.
                    accepted = greeted.join();
                    if (!accepted) {
                        return;
                    }
                    reader.acceptHello();
                }
            }
            events.tell(new Event.Disconnected("the peer ended the connection"));
        } catch (ProtocolException.TruncatedException e) {
            events.tell(new Event.Disconnected(words(e)));
        } catch (ProtocolException e) {
            events.tell(new Event.Failed(e));
        } catch (IOException e) {
            events.tell(new Event.Disconnected(words(e)));
        } catch (RuntimeException | Error e) {
            events.tell(new Event.Failed(Defect.of(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The transport's words, with what a remote shell said at its end. */
    private static String words(IOException e) {
        String words = String.valueOf(e.getMessage());
        return e instanceof TransportException.SshFailed failed && !failed.stderr().isBlank()
                ? words + ": " + failed.stderr().strip()
                : words;
    }

    private void write() {
        boolean last = false;
        try (FrameWriter writer =
                new FrameWriter(ConnectionStreams.output(connection), compression)) {
            while (true) {
                Outgoing next = outbox.poll();
                if (next == null) {
                    writer.flush();
                    next = outbox.take();
                }
                switch (next) {
                    case Outgoing.Frame frame -> writer.write(frame.message());
                    case Outgoing.Level level -> writer.policy(policy(level.level()));
                    case Outgoing.Last _ -> {
                        last = true; // whatever comes of it, nothing follows that could be awaited
                        writer.flush();
                        connection.closeOutput();
                        return;
                    }
                }
            }
        } catch (IOException e) {
            events.tell(new Event.Disconnected(words(e)));
            drain(last);
        } catch (RuntimeException | Error e) {
            events.tell(new Event.Failed(Defect.of(e)));
            drain(last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a peer's wish comes to: within a process nothing is worth compressing. */
    private CompressionPolicy policy(int level) {
        if (compression instanceof CompressionPolicy.None) {
            return compression;
        }
        return level == 0 ? new CompressionPolicy.None() : new CompressionPolicy.Fixed(level);
    }

    /** After the connection broke: lets the session go on putting until it has ended. */
    private void drain(boolean last) {
        try {
            boolean ended = last;
            while (!ended) {
                ended = outbox.take() instanceof Outgoing.Last;
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
}
