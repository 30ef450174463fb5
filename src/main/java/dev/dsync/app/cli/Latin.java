package dev.dsync.app.cli;

import dev.dsync.core.tree.Escape;
import java.nio.charset.StandardCharsets;

/**
 * Arguments on their way through the parser, which takes text: each byte is one character, so that
 * nothing is lost.
 */
final class Latin {
    private Latin() {}

    /** Bytes as such text. */
    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The bytes of such text. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Such text as it is printed. */
    static String shown(String text) {
        return Escape.path(bytes(text));
    }

    /** Such text as what it spells in UTF-8. */
    static String decoded(String text) {
        return new String(bytes(text), StandardCharsets.UTF_8);
    }
}
