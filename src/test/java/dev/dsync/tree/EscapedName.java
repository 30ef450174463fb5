package dev.dsync.tree;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A file name's bytes as printable text: what is not printable ASCII is {@code \xHH}. */
final class EscapedName {

    private EscapedName() {}

    /**
     * Understands {@code \xHH \n \t \e \s \\ \"}; any other character stands for its UTF-8 bytes.
     */
    static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (c != '\\') {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            char escape = text.charAt(at++);
            switch (escape) {
                case 'x' -> {
                    bytes.write(HexFormat.fromHexDigits(text, at, at + 2));
                    at += 2;
                }
                case 'n' -> bytes.write('\n');
                case 't' -> bytes.write('\t');
                case 'e' -> bytes.write(0x1b);
                case 's' -> bytes.write(' ');
                case '\\', '"' -> bytes.write(escape);
                default -> throw new IllegalArgumentException("\\" + escape + " in " + text);
            }
        }
        return bytes.toByteArray();
    }

    /**
     * The one spelling a look uses, so that a name written down and the same name seen are equal.
     */
    static String canonical(String text) {
        StringBuilder canonical = new StringBuilder();
        for (byte b : bytes(text)) {
            if (b > 32 && b < 127 && b != '\\' && b != '"') {
                canonical.append((char) b);
            } else {
                canonical.append("\\x").append(HexFormat.of().toHexDigits(b));
            }
        }
        return canonical.toString();
    }
}
