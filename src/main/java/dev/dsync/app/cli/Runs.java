package dev.dsync.app.cli;

import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.SyncEvent;
import dev.dsync.io.transport.Connection;
import java.io.IOException;

/** Carries out pushes and pulls. */
interface Runs {
    /**
     * Carries one out, from connecting to its end.
     *
     * @throws IOException if there is no connection, or none can be prepared
     */
    Ending run(RunOptions options, Watcher watcher) throws IOException;

    /** Who looks on, and may end it. */
    interface Watcher extends SyncEvent.Listener {
        /** The run goes over this connection, whose counters are read until after its end. */
        void connected(Connection connection);

        /** The machine at the other end said something that is not dsync's; on any thread. */
        void overheard(String line);

        /** Where the wish to end the run comes from. */
        Cancellation cancellation();
    }
}
