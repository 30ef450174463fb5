package dev.dsync.io.trust;

import dev.dsync.core.hash.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Optional;

/**
 * Who a device is: the SHA-256 of its public key (the SubjectPublicKeyInfo), which outlives any
 * certificate.
 *
 * <p>Printed as eight groups of seven base32 digits: 52 for the digest and 4 that check them, so
 * that an id copied wrongly by hand is noticed.
 *
 * @param spki the digest of the key
 */
public record DeviceId(Digest spki) implements Comparable<DeviceId> {
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int DIGEST_DIGITS = 52;
    private static final int CHECK_DIGITS = 4;
    private static final int GROUP_DIGITS = 7;

    /** The id of the device that holds the private half of {@code key}. */
    public static DeviceId of(PublicKey key) {
        return new DeviceId(Digest.of(Crypto.sha256(key.getEncoded()), 0));
    }

    /**
     * Reads a printed id; case, dashes and spaces do not matter, nor do 0, 1 and 8 for O, I and B.
     */
    public static Optional<DeviceId> parse(String text) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '-' || c == ' ') {
                continue;
            }
            int digit = digit(c);
            if (digit < 0) {
                return Optional.empty();
            }
            digits.append(DIGITS.charAt(digit));
        }
        if (digits.length() != DIGEST_DIGITS + CHECK_DIGITS) {
            return Optional.empty();
        }
        byte[] bytes = decode(digits);
        DeviceId id = new DeviceId(Digest.of(bytes, 0));
        return id.digits().contentEquals(digits) ? Optional.of(id) : Optional.empty();
    }

    /** The first seven digits, as they stand in the names of conflict copies. */
    public String shortForm() {
        return digits().substring(0, GROUP_DIGITS);
    }

    @Override
    public int compareTo(DeviceId other) {
        return spki.compareTo(other.spki);
    }

    /** Eight groups of seven digits with dashes between. */
    @Override
    public String toString() {
        String digits = digits();
        StringBuilder text = new StringBuilder(digits.length() + digits.length() / GROUP_DIGITS);
        for (int i = 0; i < digits.length(); i += GROUP_DIGITS) {
            text.append(i == 0 ? "" : "-").append(digits, i, i + GROUP_DIGITS);
        }
        return text.toString();
    }

    private String digits() {
        byte[] bytes = spki.bytes();
        MessageDigest check = Crypto.sha256();
        check.update("dsync device id".getBytes(StandardCharsets.US_ASCII));
        return encode(bytes, DIGEST_DIGITS) + encode(check.digest(bytes), CHECK_DIGITS);
    }

    private static int digit(char c) {
        char upper =
                switch (c) {
                    case '0' -> 'O';
                    case '1' -> 'I';
                    case '8' -> 'B';
                    default -> c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
                };
        return DIGITS.indexOf(upper);
    }

    private static String encode(byte[] bytes, int digits) {
        StringBuilder text = new StringBuilder(digits);
        for (int digit = 0; digit < digits; digit++) {
            int value = 0;
            for (int bit = digit * 5; bit < digit * 5 + 5; bit++) {
                int set = bit / 8 < bytes.length ? bytes[bit / 8] >> (7 - bit % 8) & 1 : 0;
                value = value << 1 | set;
            }
            text.append(DIGITS.charAt(value));
        }
        return text.toString();
    }

    private static byte[] decode(CharSequence digits) {
        byte[] bytes = new byte[Digest.BYTES];
        for (int bit = 0; bit < Digest.BYTES * 8; bit++) {
            int value = DIGITS.indexOf(digits.charAt(bit / 5));
            bytes[bit / 8] |= (byte) ((value >> (4 - bit % 5) & 1) << (7 - bit % 8));
        }
        return bytes;
    }
}
