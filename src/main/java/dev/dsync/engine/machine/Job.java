package dev.dsync.engine.machine;

import java.io.IOException;

/** Work that may block on the disk or keep a processor busy; it touches nothing of its machine. */
@FunctionalInterface
public interface Job {
    /**
     * Does the work.
     *
     * @throws IOException if the run cannot go on
     */
    Completion run() throws IOException;
}
