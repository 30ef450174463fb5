package dev.dsync.io.trust;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * The secret that lets a device use a share: 32 bytes, kept as 64 hexadecimal digits, behind a mark
 * if it lets others only read.
 */
public final class ShareKey {
    private static final int BYTES = 32;
    private static final String READ_ONLY_LABEL = "dsync/1 read-only";

    private static final String READ_ONLY_MARK = "ro:";

    private final byte[] bytes;
    private final boolean onlyReads;

    private ShareKey(byte[] bytes, boolean onlyReads) {
        this.bytes = bytes;
        this.onlyReads = onlyReads;
    }

    /** A new key. */
    public static ShareKey generate(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new ShareKey(bytes, false);
    }

    /** The key in 64 hexadecimal digits, white space and the mark around them aside. */
    public static Optional<ShareKey> parse(String text) {
        String line = text.strip();
        boolean onlyReads = line.startsWith(READ_ONLY_MARK);
        String digits = onlyReads ? line.substring(READ_ONLY_MARK.length()) : line;
        if (digits.length() != 2 * BYTES
                || !digits.chars().allMatch(c -> c < 0x80 && HexFormat.isHexDigit(c))) {
            return Optional.empty();
        }
        return Optional.of(new ShareKey(HexFormat.of().parseHex(digits), onlyReads));
    }

    /** The key that lets a device read what this one lets it write; it does not lead back here. */
    public ShareKey readOnly() {
        byte[] label = READ_ONLY_LABEL.getBytes(StandardCharsets.US_ASCII);
        return new ShareKey(hmac().doFinal(label), true);
    }

    /**
     * Whether it is marked as one that only lets read: whoever opened a door by it would have all
     * who may read write.
     */
    public boolean onlyReads() {
        return onlyReads;
    }

    /**
     * The mark and the 64 digits: the secret itself, for the key file and for a user who asked to
     * see it.
     */
    public String revealed() {
        return (onlyReads ? READ_ONLY_MARK : "") + digits();
    }

    /** The 64 digits alone: the secret itself. */
    public String digits() {
        return HexFormat.of().formatHex(bytes);
    }

    /** The key in 64 hexadecimal digits. */
    public static ShareKey ofDigits(String digits, boolean onlyReads) {
        return parse((onlyReads ? READ_ONLY_MARK : "") + digits).orElseThrow();
    }

    /** HMAC-SHA256 with this over bytes that nothing else is a MAC of. */
    public byte[] mac(byte[] bytes) {
        return hmac().doFinal(bytes);
    }

    /** A MAC keyed with this. */
    Mac hmac() {
        return Crypto.hmacSha256(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShareKey key
                && onlyReads == key.onlyReads
                && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Says nothing of the secret. */
    @Override
    public String toString() {
        return "ShareKey";
    }
}
