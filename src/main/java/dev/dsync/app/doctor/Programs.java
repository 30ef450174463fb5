package dev.dsync.app.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Other programs of this machine. */
@FunctionalInterface
public interface Programs {
    /**
     * How a program ended.
     *
     * @param exitCode as the shell counts it; -1 if it had to be ended
     * @param out what it printed, cut off where it is long
     * @param err what it complained of, likewise
     */
    record Ended(int exitCode, String out, String err) {
        /** The last line it complained of; empty if there is none. */
        public String lastComplaint() {
            return err.lines().map(String::strip).filter(l -> !l.isEmpty()).reduce("", (_, l) -> l);
        }
    }

    /**
     * Runs one, without input, in the language of C.
     *
     * @param allowed after so long it is ended
     * @return nothing where there is no such program
     */
    Optional<Ended> run(Duration allowed, List<String> argv) throws IOException;
}
