package dev.dsync.app.cli;

import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.session.Driver;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.OperatorPremises;
import dev.dsync.engine.session.Profiles;
import dev.dsync.engine.session.Session;
import dev.dsync.engine.session.SourceFiles;
import dev.dsync.engine.session.TrustedGreeting;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.PipeConnection;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.Request;
import dev.dsync.io.wire.Message.Role;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;

/**
 * Runs carried out by two sessions: one here, the other in this process, behind ssh or behind TLS.
 */
final class SessionRuns implements Runs {
    /** Bytes on their way between two sessions of one process. */
    private static final int PIPE_BYTES = 4 << 20;

    private final FileSystem system;

    SessionRuns(FileSystem system) {
        this.system = system;
    }

    @Override
    public Ending run(RunOptions options, Watcher watcher) throws IOException {
        List<TypedPath> sources = options.sources().stream().map(Location::path).toList();
        PipeConnection.Pair pipe = PipeConnection.pair(PIPE_BYTES);
        Session listening =
                Session.listen(new TrustedGreeting(), new OperatorPremises(system), event -> {});
        Driver listener = driver(listening, pipe.listener(), new CompressionPolicy.None());
        Thread thread =
                Thread.ofPlatform().name("dsync-listener").start(() -> runQuietly(listener));
        try {
            try {
                return push(options, sources, pipe.dialler(), watcher);
            } finally {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Ending push(
            RunOptions options, List<TypedPath> sources, Connection connection, Watcher watcher)
            throws IOException, InterruptedException {
        try {
            SourceFiles files = SourceFiles.open(system, sources, options.scope());
            Request request =
                    request(
                            options,
                            Role.SOURCE,
                            List.of(options.destination().path()),
                            files.placement());
            Session session = Session.push(new TrustedGreeting(), request, files, watcher);
            return drive(session, connection, new CompressionPolicy.None(), watcher);
        } finally {
            connection.abort();
        }
    }

    private Ending drive(
            Session session, Connection connection, CompressionPolicy compression, Watcher watcher)
            throws InterruptedException {
        Driver driver = driver(session, connection, compression);
        watcher.connected(connection);
        watcher.cancellation().onCancel(driver::cancel);
        return driver.run();
    }

    private static Driver driver(
            Session session, Connection connection, CompressionPolicy compression) {
        return new Driver(session, connection, compression, System::nanoTime);
    }

    private Request request(
            RunOptions options, Role role, List<TypedPath> paths, Placement placement) {
        return new Request(
                role,
                paths,
                options.scope(),
                options.profile().and(Profiles.keptBy(system.effectiveUser())),
                options.policy(),
                placement,
                options.dryRun(),
                options.makePath(),
                options.report(),
                options.compressionLevel());
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
