package dev.dsync.engine.session;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What people and programs do to the content of a file. */
enum Edit {
    OVERWRITE {
        @Override
        byte[] of(byte[] old, RandomGenerator random) {
            int length = Math.min(10, old.length);
            int at = place(old, length, random);
            return joined(slice(old, 0, at), noise(length, random), rest(old, at + length));
        }
    },
    INSERT {
        @Override
        byte[] of(byte[] old, RandomGenerator random) {
            int at = place(old, 0, random);
            return joined(slice(old, 0, at), noise(10, random), rest(old, at));
        }
    },
    DELETE {
        @Override
        byte[] of(byte[] old, RandomGenerator random) {
            int length = Math.min(1000, old.length / 2);
            int at = place(old, length, random);
            return joined(slice(old, 0, at), rest(old, at + length));
        }
    },
    APPEND {
        @Override
        byte[] of(byte[] old, RandomGenerator random) {
            return joined(old, noise(100, random));
        }
    },
    TRUNCATE {
        @Override
        byte[] of(byte[] old, RandomGenerator random) {
            return slice(old, 0, old.length - Math.min(1000, old.length / 2));
        }
    },
    /** Thirds in another order. */
    SHUFFLE {
        @Override
        byte[] of(byte[] old, RandomGenerator random) {
            int third = old.length / 3;
            return joined(rest(old, 2 * third), slice(old, third, 2 * third), slice(old, 0, third));
        }
    },
    REPLACE {
        @Override
        byte[] of(byte[] old, RandomGenerator random) {
            return noise(old.length, random);
        }
    };

    /** The bytes after it; the old ones are left alone. */
    abstract byte[] of(byte[] old, RandomGenerator random);

    /** Bytes that cannot be made smaller. */
    static byte[] noise(int length, RandomGenerator random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static int place(byte[] bytes, int length, RandomGenerator random) {
        return random.nextInt(bytes.length - length + 1);
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] rest(byte[] bytes, int from) {
        return slice(bytes, from, bytes.length);
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}
