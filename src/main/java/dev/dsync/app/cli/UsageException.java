package dev.dsync.app.cli;

/** A command line, setting or location that asks for nothing that can be done. */
final class UsageException extends Exception {
    private final String explanation;

    UsageException(String explanation) {
        super(explanation);
        this.explanation = explanation;
    }

    /** What the user is told. */
    String explanation() {
        return explanation;
    }
}
