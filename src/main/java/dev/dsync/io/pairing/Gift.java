package dev.dsync.io.pairing;

import dev.dsync.io.pairing.PairingException.Reason;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.io.trust.ShareName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What a device hands on to another one.
 *
 * @param giver what the one that gives calls itself; it can be the name of a share
 * @param key the share's
 */
public record Gift(String giver, ShareName share, ShareKey key) {
    private static final byte MAY_WRITE = 1;
    private static final byte MAY_READ = 2;
    private static final int KEY_BYTES = 32;

    byte[] bytes() {
        byte[] from = text(giver);
        byte[] name = text(share.text());
        return ByteBuffer.allocate(from.length + name.length + 1 + KEY_BYTES)
                .put(from)
                .put(name)
                .put(key.onlyReads() ? MAY_READ : MAY_WRITE)
                .put(HexFormat.of().parseHex(key.digits()))
                .array();
    }

    static Gift of(byte[] bytes) throws PairingException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        String giver = name(in);
        String share = name(in);
        if (in.remaining() != 1 + KEY_BYTES) {
            throw new PairingException(Reason.MALFORMED, false);
        }
        byte access = in.get();
        byte[] key = new byte[KEY_BYTES];
        in.get(key);
        if (access != MAY_WRITE && access != MAY_READ) {
            throw new PairingException(Reason.MALFORMED, false);
        }
        ShareKey given = ShareKey.ofDigits(HexFormat.of().formatHex(key), access == MAY_READ);
        return new Gift(giver, new ShareName(share), given);
    }

    /** A name as it travels: its length in one byte, then UTF-8. */
    static byte[] text(String name) {
        byte[] bytes = new ShareName(name).text().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + bytes.length).put((byte) bytes.length).put(bytes).array();
    }

    /** Reads a name; one that no share could have is none. */
    static String name(ByteBuffer in) throws PairingException {
        int length = in.hasRemaining() ? in.get() & 0xff : 0;
        if (length > in.remaining()) {
            throw new PairingException(Reason.MALFORMED, false);
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return ShareName.parse(new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(() -> new PairingException(Reason.MALFORMED, false))
                .text();
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "Gift of " + share;
    }
}
