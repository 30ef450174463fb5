package dev.dsync.engine.machine;

import java.io.IOException;
import java.util.List;

/**
 * Logic without threads, clocks, files and sockets: it is told what happened, and answers what is
 * to be done. The same events at the same times have the same effects, so that whole runs can be
 * replayed.
 */
public interface Machine {
    /**
     * Takes one event.
     *
     * @param nowNanos the monotonic time, in nanoseconds since an arbitrary origin
     * @return what to do, in this order
     * @throws IOException if the peer broke the protocol, or this machine cannot go on; it is of no
     *     use afterwards
     */
    List<Effect> step(Event event, long nowNanos) throws IOException;
}
