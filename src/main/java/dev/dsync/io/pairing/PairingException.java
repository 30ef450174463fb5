package dev.dsync.io.pairing;

import dev.dsync.io.trust.DeviceId;
import java.io.IOException;

/** Why two devices did not become known to each other. */
public final class PairingException extends IOException {
    /** What was the matter; the number is what the other end is told. */
    public enum Reason {
        /** The words are others: the code is of no use any more. */
        WRONG_CODE(1),
        /** Somebody has used the code before. */
        SPENT(2),
        /** The code is older than it may get. */
        EXPIRED(3),
        /** The two ends do not see the same connection, so somebody is in between. */
        BETWEEN(4),
        /** What the peer said is none of the protocol. */
        MALFORMED(5),
        /** The one that was to get the share could not keep it. */
        NOT_KEPT(6),
        /** The two ends are one device. */
        SELF(7);

        private final int number;

        Reason(int number) {
            this.number = number;
        }

        /** As it travels. */
        int number() {
            return number;
        }
    }

    private final Reason reason;
    private final boolean byPeer;

    PairingException(Reason reason, boolean byPeer) {
        super((byPeer ? "peer: " : "") + reason);
        this.reason = reason;
        this.byPeer = byPeer;
    }

    /** A device that was paired with itself would have made strangers of all others. */
    static void requireOther(DeviceId own, DeviceId other) throws PairingException {
        if (own.equals(other)) {
            throw new PairingException(Reason.SELF, false);
        }
    }

    /** What was the matter. */
    public Reason reason() {
        return reason;
    }

    /** Whether the other end said so. */
    public boolean byPeer() {
        return byPeer;
    }
}
