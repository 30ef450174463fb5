package dev.dsync.app.cli;

/** The exit codes scripts may rely on, rsync's where they mean the same. */
final class ExitCode {
    static final int OK = 0;
    static final int USAGE = 1;

    private ExitCode() {}
}
