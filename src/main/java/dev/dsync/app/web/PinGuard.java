package dev.dsync.app.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Asks visitors for the PIN: by a form of the page, which leaves a cookie, or by HTTP's own way,
 * any user name with the PIN as password. Each wrong one makes all who try wait longer, and after
 * {@value #WRONG_MAX} nobody is let in any more.
 */
final class PinGuard {
    static final int WRONG_MAX = 10;

    /** The cookie's name. */
    static final String COOKIE = "dsync-pass";

    private static final long DELAY_NANOS = 200_000_000;

    private final Pin pin;
    private final LongConsumer pause;

    /** One at a time: those who guess wait for each other. */
    private final Semaphore turn = new Semaphore(1);

    /** Changed by the one whose turn it is. */
    private int wrong;

    PinGuard(Pin pin) {
        this(pin, LockSupport::parkNanos);
    }

    /**
     * One that waits so.
     *
     * @param pause waits for so many nanoseconds
     */
    PinGuard(Pin pin, LongConsumer pause) {
        this.pin = pin;
        this.pause = pause;
    }

    /** What comes of showing a PIN. */
    enum Verdict {
        RIGHT,
        WRONG,
        CLOSED
    }

    /** Whether the cookies of a request have what was given to who knew the PIN. */
    boolean knows(String cookies) {
        for (String part : cookies.split(";", -1)) {
            String cookie = part.strip();
            if (cookie.startsWith(COOKIE + "=")
                    && pin.pass().is(bytes(cookie.substring(COOKIE.length() + 1)))) {
                return true;
            }
        }
        return false;
    }

    /** The cookie of who knew the PIN. */
    String cookie(String path, boolean secure) {
        return COOKIE
                + "="
                + pin.pass().text()
                + "; Path="
                + path
                + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }

    /** The password of an {@code Authorization} header; empty if there is none. */
    static String password(String authorization) {
        String[] words = authorization.strip().split(" +", 2);
        if (words.length < 2 || !words[0].equalsIgnoreCase("Basic")) {
            return "";
        }
        try {
            String pair = new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return ""; // nothing that could be a PIN
        }
    }

    /** Judges a PIN, in its turn. */
    Verdict judge(String shown) {
        turn.acquireUninterruptibly();
        try {
            if (wrong >= WRONG_MAX) {
                return Verdict.CLOSED;
            }
            if (MessageDigest.isEqual(bytes(pin.text()), bytes(shown.strip()))) {
                return Verdict.RIGHT;
            }
            wrong++;
            pause.accept(DELAY_NANOS * wrong);
            return wrong >= WRONG_MAX ? Verdict.CLOSED : Verdict.WRONG;
        } finally {
            turn.release();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
