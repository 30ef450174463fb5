package dev.dsync.io.trust;

import dev.dsync.core.hash.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import javax.crypto.Mac;

/**
 * That one side of one TLS session knows a share's key, worth nothing in any other session or from
 * the other side.
 *
 * @param mac HMAC-SHA256 over protocol, side, exporter, both devices and share, each preceded by
 *     its length
 */
public record Proof(Digest mac) {
    private static final String PROTOCOL = "dsync/1";

    /** Which side of a connection proves. */
    public enum Side {
        DIALLER("dialler"),
        LISTENER("listener");

        private final String word;

        Side(String word) {
            this.word = word;
        }
    }

    /** The proof of {@code side} for the share named {@code share}. */
    public static Proof of(ShareKey key, Side side, ChannelBinding binding, String share) {
        Mac mac = key.hmac();
        update(mac, PROTOCOL.getBytes(StandardCharsets.UTF_8));
        update(mac, side.word.getBytes(StandardCharsets.UTF_8));
        update(mac, binding.exporter().bytes());
        update(mac, binding.dialler().spki().bytes());
        update(mac, binding.listener().spki().bytes());
        update(mac, share.getBytes(StandardCharsets.UTF_8));
        return new Proof(Digest.of(mac.doFinal(), 0));
    }

    /** Whether it is the same proof, in a time that does not tell how much of it is. */
    public boolean matches(Proof other) {
        return MessageDigest.isEqual(mac.bytes(), other.mac.bytes());
    }

    /** Says nothing of the value. */
    @Override
    public String toString() {
        return "Proof";
    }

    private static void update(Mac mac, byte[] field) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, field.length));
        mac.update(field);
    }
}
