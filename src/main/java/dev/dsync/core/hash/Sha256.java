package dev.dsync.core.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A running SHA-256: what names pages, chunks and files between machines. */
public final class Sha256 {
    private final MessageDigest digest;
    private final byte[] out = new byte[Digest.BYTES];

    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The digest of these bytes. */
    public static Digest of(byte[] bytes) {
        return new Sha256().update(bytes, 0, bytes.length).finish();
    }

    /** Takes {@code length} bytes from {@code offset}. */
    public Sha256 update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        return this;
    }

    /** The digest of all bytes taken since the last call; the next message starts afresh. */
    public Digest finish() {
        try {
            digest.digest(out, 0, out.length);
        } catch (java.security.DigestException e) {
            throw new IllegalStateException("32 bytes hold a SHA-256", e);
        }
        return Digest.of(out, 0);
    }
}
