package dev.dsync.io.discover;

import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.ShareKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which shares a device has keys of, told to those alone who have them, too: for each key it may
 * hold a part of an HMAC with it over the device and a salt that is fresh each time. Somebody else
 * learns how many there are, and cannot tell whether two devices have the same.
 */
public final class ShareMarks {
    /** No more shares are told, so that an announcement fits into a packet. */
    public static final int SHARES_MAX = 32;

    private static final int SALT_BYTES = 16;
    private static final int MARK_BYTES = 6;
    private static final String LABEL = "dsync/1 announced";
    private static final String SALT = "salt";
    private static final String PART = "m";

    /** A text record's pair has at most 255 bytes: so many marks leave room for its key. */
    private static final int MARKS_OF_A_PART = 24;

    private static final int MARKS_MAX = 2 * SHARES_MAX;

    private final byte[] salt;
    private final Set<String> marks;

    private ShareMarks(byte[] salt, Set<String> marks) {
        this.salt = salt;
        this.marks = marks;
    }

    /** Of the shares with these keys, as {@code device} announces them. */
    public static ShareMarks make(List<ShareKey> keys, DeviceId device, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Set<String> marks = new TreeSet<>();
        for (ShareKey key : keys.subList(0, Math.min(keys.size(), SHARES_MAX))) {
            // Whoever holds one of a share's two keys knows neither which, nor the other for sure.
            marks.add(mark(key, device, salt));
            marks.add(mark(key.readOnly(), device, salt));
        }
        return new ShareMarks(salt, marks);
    }

    /**
     * Whether {@code device}, which announced these, seems to hold the key or its read-only one.
     */
    public boolean hold(ShareKey key, DeviceId device) {
        return marks.contains(mark(key, device, salt))
                || marks.contains(mark(key.readOnly(), device, salt));
    }

    private static String mark(ShareKey key, DeviceId device, byte[] salt) {
        byte[] label = LABEL.getBytes(StandardCharsets.US_ASCII);
        byte[] id = device.spki().bytes();
        byte[] all =
                ByteBuffer.allocate(label.length + salt.length + id.length)
                        .put(label)
                        .put(salt)
                        .put(id)
                        .array();
        return HexFormat.of().formatHex(key.mac(all), 0, MARK_BYTES);
    }

    Map<String, String> pairs() {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put(SALT, base64(salt));
        List<String> all = new ArrayList<>(marks);
        for (int from = 0; from < all.size(); from += MARKS_OF_A_PART) {
            List<String> part = all.subList(from, Math.min(all.size(), from + MARKS_OF_A_PART));
            byte[] bytes = HexFormat.of().parseHex(String.join("", part));
            pairs.put(PART + from / MARKS_OF_A_PART, base64(bytes));
        }
        return pairs;
    }

    static Optional<ShareMarks> of(Map<String, String> pairs) {
        try {
            byte[] salt = Base64.getDecoder().decode(pairs.getOrDefault(SALT, ""));
            Set<String> marks = new TreeSet<>();
            for (int part = 0; pairs.containsKey(PART + part); part++) {
                byte[] bytes = Base64.getDecoder().decode(pairs.get(PART + part));
                for (int at = 0; at + MARK_BYTES <= bytes.length; at += MARK_BYTES) {
                    marks.add(HexFormat.of().formatHex(bytes, at, at + MARK_BYTES));
                }
            }
            return salt.length == SALT_BYTES && marks.size() <= MARKS_MAX
                    ? Optional.of(new ShareMarks(salt, marks))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no base64, so none of ours
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShareMarks same
                && Arrays.equals(salt, same.salt)
                && marks.equals(same.marks);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt);
    }

    @Override
    public String toString() {
        return Collections.unmodifiableSet(marks).toString();
    }
}
