package dev.dsync.app.cli;

import java.io.IOException;

/** A file, place or machine that cannot be used, with what the user is told of it. */
final class ToldException extends IOException {
    private final Failure failure;

    /** Of what is no failure of the system's. */
    ToldException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    ToldException(Failure failure, IOException cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
