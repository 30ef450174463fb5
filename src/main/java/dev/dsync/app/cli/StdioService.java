package dev.dsync.app.cli;

import dev.dsync.engine.session.Driver;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.Greeting;
import dev.dsync.engine.session.Premises;
import dev.dsync.engine.session.Session;
import dev.dsync.engine.session.SharePremises;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.transport.StdioConnection;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One session over the standard streams, for a peer whom ssh has let in. What fails is told to the
 * peer, who tells its user; nothing is printed here.
 */
final class StdioService {
    private final FileSystem system;
    private final Console console;

    StdioService(FileSystem system, Console console) {
        this.system = system;
        this.console = console;
    }

    /**
     * Serves the peer.
     *
     * @param only the one share that may be used; null for all the user may reach
     */
    int run(@Nullable ShareOffer only) throws IOException {
        // Whatever prints must not print into the stream.
        System.setOut(System.err);
        if (only == null) {
            return run(Premises.ofOperator(system));
        }
        byte[] path = only.path().getBytes(StandardCharsets.UTF_8);
        try (SharePremises share = SharePremises.open(system, path, only.grant())) {
            return run(share);
        }
    }

    private int run(Premises premises) throws IOException {
        // Channels, since a read that waits on one can be ended from another thread.
        StdioConnection connection =
                StdioConnection.open(
                        Channels.newInputStream(
                                new FileInputStream(FileDescriptor.in).getChannel()),
                        Channels.newOutputStream(
                                new FileOutputStream(FileDescriptor.out).getChannel()));
        try (Indexes indexes = new Indexes(system, console.environment())) {
            Session session =
                    Session.listen(Greeting.trusted(), premises, event -> {})
                            .with(indexes.indexing().meeting(Peers.arrivedByShell()));
            Driver driver =
                    new Driver(
                            session, connection, CompressionPolicy.standard(), console.nanoTime());
            console.cancellation().onCancel(driver::cancel);
            return exitCode(driver.run());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            connection.abort();
        }
    }

    /** What the remote shell hands on; what the peer was told needs no other word. */
    private static int exitCode(Ending ending) {
        return switch (ending) {
            case Ending.Done _, Ending.Refused _, Ending.Broken _, Ending.Failed _ -> ExitCode.OK;
            case Ending.Lost _ -> ExitCode.STREAM;
            case Ending.Cancelled _ -> ExitCode.INTERRUPTED;
        };
    }
}
