package dev.dsync.engine.session;

import dev.dsync.io.transport.Connection;
import java.time.Duration;

/** What crossed a connection between the last two looks at it. */
final class Flow {
    /** A ping with all the transport adds; a dead peer's socket takes some, too. */
    private static final int PING_BYTES_MAX = 128;

    private final Connection connection;
    private long received;
    private long sent;
    private long heard;
    private long said;

    private long lookedNanos;
    private long takenNanos;

    Flow(Connection connection, long nowNanos) {
        this.connection = connection;
        this.lookedNanos = nowNanos;
        this.takenNanos = nowNanos;
    }

    /**
     * Looks.
     *
     * @param nothingWaits whether the peer has taken all there was
     */
    void look(boolean nothingWaits, long nowNanos) {
        heard = connection.received() - received;
        said = connection.sent() - sent;
        received += heard;
        sent += said;
        lookedNanos = nowNanos;
        if (said > 0 || nothingWaits) {
            takenNanos = nowNanos;
        }
    }

    /** Whether the peer must be alive: it said something, or takes what it is sent. */
    boolean flows() {
        return heard > 0 || said > PING_BYTES_MAX;
    }

    /** Whether the peer takes nothing though something waits: what it says is no excuse. */
    boolean isStuck(Duration patience) {
        return lookedNanos - takenNanos >= patience.toNanos();
    }

    /**
     * Whether only the peer spoke. It may wait for words of this side, which reads on for longer
     * than the peer is patient where the line is slow.
     */
    boolean isOneSided() {
        return heard > 0 && said <= PING_BYTES_MAX;
    }
}
