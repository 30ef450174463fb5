package dev.dsync.differential;

import dev.dsync.process.Finished;

/** What a run said: its exit code and both streams, one character a byte. */
public record Outcome(int exitCode, String stdout, String stderr) {

    static Outcome of(Finished finished) {
        return new Outcome(finished.exitCode(), finished.stdout(), finished.stderr());
    }
}
