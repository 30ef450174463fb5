package dev.dsync.app.cli;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.session.Driver;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.Greeting;
import dev.dsync.engine.session.Premises;
import dev.dsync.engine.session.Session;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.PacedConnection;
import dev.dsync.io.transport.PipeConnection;
import dev.dsync.io.wire.Message.Role;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs carried out by two sessions: one here, the other in this process, behind ssh or behind TLS.
 */
final class SessionRuns implements Runs {
    /** Bytes on their way between two sessions of one process. */
    private static final int PIPE_BYTES = 4 << 20;

    private final FileSystem system;
    private final Dialler dialler;
    private final Console console;

    SessionRuns(FileSystem system, Dialler dialler, Console console) {
        this.system = system;
        this.dialler = dialler;
        this.console = console;
    }

    @Override
    public Ending run(RunOptions options, Watcher watcher) throws IOException {
        try (Indexes indexes = new Indexes(system, console.environment())) {
            OwnEnd own =
                    new OwnEnd(system, options, watcher, console.nanoTime(), indexes.indexing());
            return options.isLocal() ? within(own, options) : elsewhere(own, options, watcher);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Ending within(OwnEnd own, RunOptions options) throws IOException, InterruptedException {
        List<TypedPath> destination = List.of(options.destination().path());
        PipeConnection.Pair pipe = PipeConnection.pair(PIPE_BYTES);
        Session listening =
                Session.listen(Greeting.trusted(), Premises.ofOperator(system), event -> {});
        CompressionPolicy none = new CompressionPolicy.None();
        Driver listener = new Driver(listening, pipe.listener(), none, console.nanoTime());
        Thread thread =
                Thread.ofPlatform().name("dsync-listener").start(() -> runQuietly(listener));
        try {
            return own.run(paced(pipe.dialler(), options), Greeting.trusted(), destination, none);
        } finally {
            thread.join();
        }
    }

    private Ending elsewhere(OwnEnd own, RunOptions options, Watcher watcher)
            throws IOException, InterruptedException {
        List<Location> theirs =
                options.ownRole() == Role.SOURCE
                        ? List.of(options.destination())
                        : options.sources();
        Dialler.Reached reached = dialler.dial(theirs.getFirst(), options.reach(), watcher);
        Digest peer = Peers.dialled(theirs.getFirst(), reached.connection());
        return own.meeting(peer)
                .run(
                        paced(reached.connection(), options),
                        reached.greeting(),
                        theirs.stream().map(Location::path).toList(),
                        compression(options));
    }

    private Connection paced(Connection connection, RunOptions options) {
        Bandwidth bandwidth = options.bandwidth();
        if (!bandwidth.timetable().isEmpty()) {
            return PacedConnection.of(
                    connection,
                    new Timed(bandwidth, InstantSource.system(), ZoneId.systemDefault()),
                    console.nanoTime(),
                    TimeUnit.NANOSECONDS::sleep);
        }
        return PacedConnection.of(
                connection,
                bandwidth.up(),
                bandwidth.down(),
                console.nanoTime(),
                TimeUnit.NANOSECONDS::sleep);
    }

    /** Rates by the clock on the wall. */
    private record Timed(Bandwidth bandwidth, InstantSource clock, ZoneId zone)
            implements PacedConnection.Rates {
        private Bandwidth now() {
            return bandwidth.at(LocalDateTime.ofInstant(clock.instant(), zone));
        }

        @Override
        public long up() {
            return now().up();
        }

        @Override
        public long down() {
            return now().down();
        }
    }

    private static CompressionPolicy compression(RunOptions options) {
        if (options.compressionLevel().isEmpty()) {
            return CompressionPolicy.standard();
        }
        int level = options.compressionLevel().getAsInt();
        return level == 0 ? new CompressionPolicy.None() : new CompressionPolicy.Fixed(level);
    }

    private static void runQuietly(Driver driver) {
        try {
            driver.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }
}
