package dev.dsync.engine.session;

import dev.dsync.io.transport.Connection;

/** What crossed a connection between the last two looks at it. */
final class Traffic {
    /** A ping with all the transport adds; a dead peer's socket takes some, too. */
    private static final int PING_BYTES_MAX = 128;

    private final Connection connection;
    private long received;
    private long sent;
    private long heard;
    private long said;

    Traffic(Connection connection) {
        this.connection = connection;
    }

    void look() {
        heard = connection.received() - received;
        said = connection.sent() - sent;
        received += heard;
        sent += said;
    }

    /** Whether the peer must be alive: it said something, or takes what it is sent. */
    boolean flows() {
        return heard > 0 || said > PING_BYTES_MAX;
    }

    /** Whether the peer took anything. */
    boolean isTaken() {
        return said > 0;
    }

    /**
     * Whether only the peer spoke. It may wait for words of this side, which reads on for longer
     * than the peer is patient where the line is slow.
     */
    boolean isOneSided() {
        return heard > 0 && said <= PING_BYTES_MAX;
    }
}
