package dev.dsync.app.cli;

import dev.dsync.engine.session.Greeting;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.SecureChannel;
import dev.dsync.io.transport.SshCommand;
import dev.dsync.io.transport.SshDialler;
import dev.dsync.io.transport.TlsDialler;
import dev.dsync.io.transport.TlsEndpoint;
import dev.dsync.io.trust.ShareKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Reaches the machines that locations name. */
final class Dialler {
    /** Where shares are served if nobody says otherwise. */
    static final int PORT = 22_001;

    /** How long reaching a machine may take if nobody says otherwise. */
    static final Duration TIME_TO_CONNECT = Duration.ofSeconds(30);

    private final Identity identity;
    private final LongSupplier nanoTime;

    Dialler(Identity identity, LongSupplier nanoTime) {
        this.identity = identity;
        this.nanoTime = nanoTime;
    }

    /**
     * A machine that was reached.
     *
     * @param greeting how the two ends convince each other
     */
    record Reached(Connection connection, Greeting greeting) {}

    /**
     * Connects.
     *
     * @param watcher is given what the far machine says that is not dsync's, and may end it
     */
    Reached dial(Location location, RunOptions.Reach reach, Runs.Watcher watcher)
            throws IOException {
        return switch (location) {
            case Location.SshLocation shell -> dial(shell, reach, watcher);
            case Location.ShareLocation share -> dial(share, reach);
            case Location.LocalLocation local ->
                    throw new IllegalArgumentException("on this machine: " + local);
        };
    }

    private static Reached dial(
            Location.SshLocation location, RunOptions.Reach reach, Runs.Watcher watcher)
            throws IOException {
        List<String> shell = new ArrayList<>(reach.shell());
        if (reach.port().isPresent()) {
            shell.add("-p");
            shell.add(Integer.toString(reach.port().getAsInt()));
        }
        SshDialler dialler =
                new SshDialler(
                        task ->
                                Thread.ofPlatform()
                                        .daemon()
                                        .name("dsync-remote-errors")
                                        .start(task),
                        watcher::overheard);
        SshCommand command = new SshCommand(shell, location.host(), reach.dsyncPath());
        Connection connection = dialler.dial(command, watcher.cancellation()::onCancel);
        return new Reached(connection, Greeting.trusted());
    }

    private Reached dial(Location.ShareLocation location, RunOptions.Reach reach)
            throws IOException {
        ShareKey key =
                identity.share(location.share(), reach.keyFile(), MissingKeyException.Use.DIAL);
        TlsDialler dialler = new TlsDialler(new TlsEndpoint(identity.device()), nanoTime);
        int port = location.port().orElse(reach.port().orElse(PORT));
        Duration time =
                reach.timeToConnect().isPresent()
                        ? Duration.ofSeconds(reach.timeToConnect().getAsInt())
                        : TIME_TO_CONNECT;
        Connection connection = dialler.dial(location.host(), port, time);
        SecureChannel channel = connection.secureChannel().orElseThrow();
        try {
            identity.requireKnown(location.share(), key, channel.device(), location.host());
        } catch (IOException e) {
            connection.abort();
            throw e;
        }
        return new Reached(connection, Greeting.proving(location.share(), key, channel.binding()));
    }
}
