package dev.dsync.app.cli;

import java.io.OutputStream;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a command has around it.
 *
 * @param environment the variables it sees
 * @param columns width of the terminal behind {@code err}; 0 where there is none
 * @param nanoTime a monotonic clock
 * @param cancellation how the user ends it
 */
record Console(
        OutputStream out,
        OutputStream err,
        Map<String, String> environment,
        int columns,
        LongSupplier nanoTime,
        Cancellation cancellation) {
    Console {
        environment = Map.copyOf(environment);
    }
}
