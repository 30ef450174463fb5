package dev.dsync.io.trust;

import dev.dsync.core.hash.Digest;

/**
 * What both ends of one TLS session know and no third party can make two sessions share.
 *
 * @param exporter the TLS exporter value for {@link #LABEL}, no context, 32 bytes
 * @param dialler who opened the connection
 * @param listener who accepted it
 */
public record ChannelBinding(Digest exporter, DeviceId dialler, DeviceId listener) {
    /** The exporter's label (RFC 8446, 7.5). */
    public static final String LABEL = "EXPORTER-dsync/1 proof";

    /** The length of the exporter value. */
    public static final int EXPORTER_BYTES = Digest.BYTES;

    /** What binds to the session with this exporter value of {@link #EXPORTER_BYTES}. */
    public static ChannelBinding of(byte[] exporter, DeviceId dialler, DeviceId listener) {
        return new ChannelBinding(Digest.of(exporter, 0), dialler, listener);
    }
}
