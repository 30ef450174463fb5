package dev.dsync.app.render;

import dev.dsync.core.tree.Escape;

/**
 * Words of a peer or of the system, safe to print. Unlike names they may hold escapes already,
 * which stay as they are.
 */
public final class Printable {
    private Printable() {}

    /** These words, printable. */
    public static String of(String words) {
        StringBuilder text = new StringBuilder(words.length());
        words.codePoints().forEach(c -> text.append(Escape.text(Character.toString(c))));
        return text.toString();
    }
}
