package dev.dsync.io.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The line the listening side of a remote shell says first, so that what else was printed there is
 * told from dsync.
 */
final class Greeting {
    private static final byte[] LINE = "dsync/1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int NOISE_BYTES_MAX = 64 << 10;

    private Greeting() {}

    static byte[] line() {
        return LINE.clone();
    }

    /**
     * What was read while a greeting was awaited.
     *
     * @param found whether it came before the end and before too much else
     * @param ended whether the stream ended
     * @param noise what came instead, or before it
     */
    record Heard(boolean found, boolean ended, Noise noise) {}

    /** Bytes that were said before or instead of a greeting. */
    static final class Noise {
        private final byte[] bytes;

        private Noise(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes.clone();
        }
    }

    /** Reads up to the end of the greeting, wherever it begins, and not a byte further. */
    static Heard await(InputStream in) throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        int matched = 0;
        while (heard.size() < NOISE_BYTES_MAX + LINE.length) {
            int b = in.read();
            if (b < 0) {
                return new Heard(false, true, new Noise(heard.toByteArray()));
            }
            heard.write(b);
            // The first byte occurs in the line only once, so a failed match restarts at this byte.
            matched = b == LINE[matched] ? matched + 1 : b == LINE[0] ? 1 : 0;
            if (matched == LINE.length) {
                byte[] all = heard.toByteArray();
                byte[] noise = Arrays.copyOf(all, all.length - LINE.length);
                return new Heard(true, false, new Noise(noise));
            }
        }
        return new Heard(false, false, new Noise(heard.toByteArray()));
    }
}
