package dev.dsync.io.transport;

import dev.dsync.io.trust.ChannelBinding;
import dev.dsync.io.trust.DeviceId;

/** What one end of a TLS session knows that is bound to this session alone. */
public interface SecureChannel {
    /** Whose key the peer has shown to hold. It is anybody's until a proof holds. */
    DeviceId peer();

    /** The device for which the peer speaks: the same, or one that has signed for it. */
    DeviceId device();

    /** A value only the two ends of this session can compute (RFC 8446, 7.5), without context. */
    byte[] export(String label, int length);

    /** What proofs in this session are bound to. */
    ChannelBinding binding();
}
