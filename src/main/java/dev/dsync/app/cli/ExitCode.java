package dev.dsync.app.cli;

/** The exit codes scripts may rely on, rsync's where they mean the same. */
final class ExitCode {
    static final int OK = 0;
    static final int USAGE = 1;
    static final int PROTOCOL = 2;
    static final int SELECTION = 3;
    static final int START = 5;
    static final int SOCKET = 10;
    static final int FILE_IO = 11;
    static final int STREAM = 12;
    static final int INTERRUPTED = 20;
    static final int MEMORY = 22;
    static final int PARTIAL = 23;
    static final int VANISHED = 24;
    static final int MAX_DELETE = 25;
    static final int TIMEOUT = 30;
    static final int CONNECT_TIMEOUT = 35;
    static final int CONFLICTS = 40;
    static final int ROOT_BUSY = 42;
    static final int NOT_TRUSTED = 43;
    static final int NO_SPACE = 44;

    private ExitCode() {}
}
