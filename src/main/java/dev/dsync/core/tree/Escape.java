package dev.dsync.core.tree;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of a name as text that is safe to print: control characters but for TAB, and bytes that are
 * not UTF-8, become {@code \#ooo} (octal), as rsync prints them, and so does a backslash that would
 * read as such an escape.
 */
public final class Escape {
    private Escape() {}

    /** The bytes of a name or path, printable. */
    public static String path(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        while (in.hasRemaining()) {
            decoder.reset();
            out.clear();
            int start = in.position();
            var result = decoder.decode(in, out, true);
            appendPrintable(text, out.flip(), bytes, start);
            if (result.isError()) {
                for (int i = 0; i < result.length(); i++) {
                    octal(text, in.get());
                }
            }
        }
        return text.toString();
    }

    /** Text of a peer or of the system, printable by the same rule. */
    public static String text(String text) {
        return path(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void appendPrintable(
            StringBuilder text, CharBuffer chars, byte[] bytes, int start) {
        int at = start;
        while (chars.hasRemaining()) {
            int c = Character.codePointAt(chars, 0);
            int width = Character.charCount(c);
            int encoded = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (isControl(c) || (c == '\\' && looksEscaped(bytes, at))) {
                for (int i = at; i < at + encoded; i++) {
                    octal(text, bytes[i]);
                }
            } else {
                text.appendCodePoint(c);
            }
            chars.position(chars.position() + width);
            at += encoded;
        }
    }

    private static boolean isControl(int c) {
        return (Character.isISOControl(c) && c != '\t')
                || switch (Character.getType(c)) {
                    case Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                            true;
                    default -> false;
                };
    }

    private static boolean looksEscaped(byte[] bytes, int at) {
        if (at + 4 >= bytes.length || bytes[at + 1] != '#') {
            return false;
        }
        for (int i = at + 2; i <= at + 4; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static void octal(StringBuilder text, byte b) {
        int v = b & 0xff;
        text.append("\\#").append((char) ('0' + (v >> 6))).append((char) ('0' + ((v >> 3) & 7)));
        text.append((char) ('0' + (v & 7)));
    }
}
