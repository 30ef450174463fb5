package dev.dsync.app.web;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Six digits without which a link alone lets nobody in.
 *
 * @param text the digits
 * @param pass what a browser is given that knew them, so that it need not ask again
 */
public record Pin(String text, Token pass) {
    private static final int BOUND = 1_000_000;

    public Pin {
        if (!text.matches("\\d{6}")) {
            throw new IllegalArgumentException("a PIN of " + text.length() + " digits");
        }
    }

    /** A new one. */
    public static Pin random(RandomGenerator random) {
        return new Pin(
                String.format(Locale.ROOT, "%06d", random.nextInt(BOUND)), Token.random(random));
    }

    /** Nothing of it, so that it stands in no message by accident. */
    @Override
    public String toString() {
        return "Pin";
    }
}
