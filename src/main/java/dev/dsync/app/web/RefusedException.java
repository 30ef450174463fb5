package dev.dsync.app.web;

import java.io.IOException;

/** A request that is not granted: what the visitor is told. */
final class RefusedException extends IOException {
    private final int status;

    RefusedException(int status, String words) {
        super(words);
        this.status = status;
    }

    int status() {
        return status;
    }

    String words() {
        return String.valueOf(getMessage());
    }
}
