package dev.dsync.core.merkle;

import java.util.Random;

/** Damage to bytes, as a hostile peer or a bad disk does it. */
final class Mutation {
    private Mutation() {}

    static void apply(Random random, byte[] bytes) {
        for (int i = 1 + random.nextInt(3); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 3 ->
                        System.arraycopy(
                                bytes, at, bytes, random.nextInt(at + 1), bytes.length - at);
                default -> throw new AssertionError();
            }
        }
    }
}
