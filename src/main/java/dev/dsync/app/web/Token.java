package dev.dsync.app.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * The part of a link nobody can guess: 128 random bits.
 *
 * @param text in digits that need no escaping
 */
public record Token(String text) {
    private static final int BYTES = 16;
    private static final String FORM = "[A-Za-z0-9_-]{22}";

    public Token {
        if (!text.matches(FORM)) {
            throw new IllegalArgumentException("token of " + text.length() + " digits");
        }
    }

    /** A new one. */
    public static Token random(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Whether it is this one; how long that takes does not tell how much of it is right. */
    boolean is(byte[] shown) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.US_ASCII), shown);
    }

    /** The path of what it leads to, below which everything lies. */
    public String path() {
        return "/" + text + "/";
    }

    /** Nothing of it, so that it stands in no message by accident. */
    @Override
    public String toString() {
        return "Token";
    }
}
