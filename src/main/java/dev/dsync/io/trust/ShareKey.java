package dev.dsync.io.trust;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;

/** The secret that lets a device use a share: 32 bytes, kept as 64 hexadecimal digits. */
public final class ShareKey {
    private static final int BYTES = 32;
    private static final String READ_ONLY_LABEL = "dsync/1 read-only";

    private final byte[] bytes;

    private ShareKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A new key. */
    public static ShareKey generate(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new ShareKey(bytes);
    }

    /** The key in 64 hexadecimal digits, white space around them aside. */
    public static Optional<ShareKey> parse(String text) {
        String digits = text.strip();
        if (digits.length() != 2 * BYTES
                || !digits.chars().allMatch(c -> c < 0x80 && HexFormat.isHexDigit(c))) {
            return Optional.empty();
        }
        return Optional.of(new ShareKey(HexFormat.of().parseHex(digits)));
    }

    /** The key that lets a device read what this one lets it write; it does not lead back here. */
    public ShareKey readOnly() {
        byte[] label = READ_ONLY_LABEL.getBytes(StandardCharsets.US_ASCII);
        return new ShareKey(hmac().doFinal(label));
    }

    /** The 64 digits: the secret itself, for the key file and for a user who asked to see it. */
    public String revealed() {
        return HexFormat.of().formatHex(bytes);
    }

    /** A MAC keyed with this. */
    Mac hmac() {
        return Crypto.hmacSha256(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShareKey key && MessageDigest.isEqual(bytes, key.bytes);
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
