package dev.dsync.engine.scan;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Bytes of files to cut, and edits of them. */
final class Bytes {
    private Bytes() {}

    static byte[] noise(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    /** Noise, and then what is hard on a chunker, with holes of blocks of 4 KiB in some. */
    static Map<String, byte[]> shapes(long seed) {
        int length = 600_000 + (int) (seed % 77) * 1000;
        byte[] noise = noise(seed, length);
        Map<String, byte[]> shapes = new TreeMap<>();
        shapes.put("noise", noise);
        shapes.put("zeros", new byte[length]);
        byte[] bits = noise.clone();
        byte[] sparse = new byte[length];
        byte[] holed = noise.clone();
        byte[] thin = new byte[length];
        for (int i = 0; i < length; i++) {
            bits[i] &= 1;
            sparse[i] = i % 997 == 0 ? noise[i] : 0;
            thin[i] = i % 300_000 < 1000 ? noise[i] : 0;
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 4; i++) {
            int from = random.nextInt(length);
            Arrays.fill(holed, from, Math.min(length, from + random.nextInt(200_000)), (byte) 0);
        }
        shapes.put("bits", bits);
        shapes.put("sparse", sparse);
        shapes.put("holed", holed);
        shapes.put("thin", thin);
        for (int period : new int[] {1, 1000, 20_000, 100_000}) {
            byte[] periodic = new byte[length];
            for (int i = 0; i < length; i++) {
                periodic[i] = noise[i % period];
            }
            shapes.put("period " + period, periodic);
        }
        return shapes;
    }

    /** Overwrites, inserts, deletes, moves, cuts off or appends. */
    static byte[] edited(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int few = 1 + random.nextInt(random.nextBoolean() ? 20 : 120_000);
        int gone = Math.min(bytes.length - at, few);
        byte[] more = noise(random.nextLong(), few);
        return switch (random.nextInt(8)) {
            case 0, 1 -> replaced(bytes, at, gone, Arrays.copyOf(more, gone));
            case 2 -> replaced(bytes, at, 0, more);
            case 3 -> replaced(bytes, at, gone, new byte[0]);
            case 4 -> Arrays.copyOf(bytes, at);
            case 5 -> replaced(bytes, bytes.length, 0, more);
            case 6 -> replaced(bytes, at, gone, new byte[random.nextInt(200_000)]);
            default -> {
                int from = random.nextInt(bytes.length + 1);
                int to = Math.min(bytes.length, from + few);
                yield replaced(bytes, at, 0, Arrays.copyOfRange(bytes, from, to));
            }
        };
    }

    static byte[] replaced(byte[] bytes, int at, int gone, byte[] more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.writeBytes(more);
        out.write(bytes, at + gone, bytes.length - at - gone);
        return out.toByteArray();
    }
}
