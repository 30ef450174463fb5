package dev.dsync.app.cli;

/**
 * An end other than the one wished for, as the user is told.
 *
 * @param message {@code cannot VERB PATH: REASON; REMEDY}, printable; empty where all has been said
 */
record Failure(int exitCode, String message) {
    /** The end that needs no words. */
    static final Failure NONE = new Failure(ExitCode.OK, "");

    /** The message without the remedy, for those who cannot do anything about it. */
    String what() {
        int remedy = message.lastIndexOf("; ");
        return remedy < 0 ? message : message.substring(0, remedy);
    }

    static Failure of(int exitCode, String what, String remedy) {
        return new Failure(exitCode, what + "; " + remedy);
    }
}
