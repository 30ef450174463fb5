package dev.dsync.io.index;

import java.io.IOException;

/** A store could not do what it should; never leaves this package. */
final class StoreException extends IOException {
    private final Index.Health health;

    StoreException(Index.Health health, String message) {
        super(message);
        this.health = health;
    }

    StoreException(Index.Health health, Exception cause) {
        super(cause);
        this.health = health;
    }

    /** What the index is from here on. */
    Index.Health health() {
        return health;
    }
}
