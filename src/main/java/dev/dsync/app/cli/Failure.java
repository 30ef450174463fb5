package dev.dsync.app.cli;

/**
 * An end other than the one wished for, as the user is told.
 *
 * @param message {@code cannot VERB PATH: REASON; REMEDY}, printable; empty where all has been said
 */
record Failure(int exitCode, String message) {
    /** The end that needs no words. */
    static final Failure NONE = new Failure(ExitCode.OK, "");

    static Failure of(int exitCode, String what, String remedy) {
        return new Failure(exitCode, what + "; " + remedy);
    }
}
