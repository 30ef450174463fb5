package dev.dsync.app.cli;

import dev.dsync.app.control.ControlServer;
import dev.dsync.app.control.Watched;
import dev.dsync.io.fs.FileSystem;
import java.io.IOException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Lets a watch be steered. It is made before all that a watch holds, and so closed after it:
 * whoever sees its end knows that the watch has ended.
 */
final class Steering implements AutoCloseable {
    private final Console console;
    private final WatchView view;
    private @Nullable ControlServer server;

    Steering(Console console, WatchView view) {
        this.console = console;
        this.view = view;
    }

    /** Begins; a watch that cannot be steered works all the same. */
    void open(FileSystem system, byte[] root, Watched watched) {
        try {
            server =
                    ControlServer.open(
                            system,
                            Home.control(console.environment(), root),
                            new SecureRandom(),
                            watched);
        } catch (IOException e) {
            view.cannotBeSteered(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
