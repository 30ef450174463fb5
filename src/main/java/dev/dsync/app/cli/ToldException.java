package dev.dsync.app.cli;

import java.io.IOException;

/** A file or place the user named that cannot be used, with what the user is told of it. */
final class ToldException extends IOException {
    private final Failure failure;

    ToldException(Failure failure, IOException cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
