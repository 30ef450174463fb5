package dev.dsync.app.cli;

import java.io.IOException;
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

    /**
     * Prints what a command is there to say.
     *
     * @return the exit code
     */
    int print(String text) {
        Transcript transcript = new Transcript(out, cancellation::cancel);
        transcript.text(text);
        transcript.flush();
        IOException lost = transcript.lost();
        return lost == null ? ExitCode.OK : complain(Messages.ofOutput(lost));
    }

    /**
     * Says why a command failed.
     *
     * @return the exit code
     */
    int complain(Failure failure) {
        if (!failure.message().isEmpty()) {
            tell("dsync: " + failure.message());
        }
        return failure.exitCode();
    }

    /** Says a line to whoever runs it; not being heard changes nothing. */
    void tell(String line) {
        Transcript transcript = new Transcript(err, () -> {});
        transcript.line(line);
        transcript.flush();
    }
}
