package dev.dsync.app.cli;

/** A command line, setting or location that asks for nothing that can be done. */
final class UsageException extends Exception {
    /** With what the user is told. */
    UsageException(String explanation) {
        super(explanation);
    }
}
