package dev.dsync.io.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text for people as bytes: UTF-8 of bounded length. */
final class Text {
    private static final byte[] ELLIPSIS = "…".getBytes(StandardCharsets.UTF_8);

    private Text() {}

    /**
     * The text, cut before a character and marked so if it takes more than {@link Limits#TEXT_MAX}
     * bytes.
     */
    static byte[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= Limits.TEXT_MAX) {
            return bytes;
        }
        int cut = Limits.TEXT_MAX - ELLIPSIS.length;
        while ((bytes[cut] & 0xc0) == 0x80) {
            cut--;
        }
        byte[] shorter = Arrays.copyOf(bytes, cut + ELLIPSIS.length);
        System.arraycopy(ELLIPSIS, 0, shorter, cut, ELLIPSIS.length);
        return shorter;
    }

    /** The text of at most that length. */
    static String cut(String text) {
        return text.length() * 3L <= Limits.TEXT_MAX
                ? text
                : new String(encode(text), StandardCharsets.UTF_8);
    }

    /** The text these bytes spell; what is no UTF-8 is refused. */
    static String decode(byte[] bytes, int offset, int length) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, offset, length))
                .toString();
    }
}
