package dev.dsync.core.chunk;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Bytes to cut, and their cuts. */
final class Contents {
    private Contents() {}

    /** SplitMix64's numbers, little-endian. */
    static byte[] noise(long seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = new byte[length];
        long number = 0;
        for (int i = 0; i < length; i++) {
            number = i % 8 == 0 ? random.nextLong() : number >>> 8;
            bytes[i] = (byte) number;
        }
        return bytes;
    }

    /** The first of the noise again and again. */
    static byte[] periodic(long seed, int period, int length) {
        byte[] once = noise(seed, period);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = once[i % period];
        }
        return bytes;
    }

    /** The low bits of the noise. */
    static byte[] bits(long seed, int mask, int length) {
        byte[] bytes = noise(seed, length);
        for (int i = 0; i < length; i++) {
            bytes[i] &= (byte) mask;
        }
        return bytes;
    }

    /** Zeros with a byte of noise in every so many. */
    static byte[] sparse(long seed, int distance, int length) {
        byte[] noise = noise(seed, length / distance + 1);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i += distance) {
            bytes[i] = noise[i / distance];
        }
        return bytes;
    }

    /** Noise, and then what is hard on a chunker, in sizes that a small one cuts. */
    static Map<String, byte[]> shapes(long seed) {
        Map<String, byte[]> shapes = new TreeMap<>();
        shapes.put("noise", noise(seed, 20_000));
        shapes.put("bits", bits(seed, 1, 20_000));
        shapes.put("letters", bits(seed, 3, 20_000));
        shapes.put("zeros", new byte[20_000]);
        shapes.put("sparse", sparse(seed, 97, 20_000));
        for (int period : new int[] {2, 7, 64, 100, 250, 1000}) {
            shapes.put("period " + period, periodic(seed, period, 20_000));
        }
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        for (byte[] shape : List.copyOf(shapes.values())) {
            mixed.write(shape, 0, 3000);
        }
        shapes.put("mixed", mixed.toByteArray());
        return shapes;
    }

    /** Overwrites, inserts, deletes and moves a few pieces. */
    static byte[] edited(byte[] bytes, Random random, int edits) {
        byte[] edited = bytes;
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(edited.length);
            int gone = Math.min(edited.length - at, random.nextInt(300));
            byte[] more = new byte[random.nextInt(300)];
            random.nextBytes(more);
            if (random.nextInt(4) == 0 && bytes.length > 2000) {
                int from = random.nextInt(bytes.length - 2000);
                more = java.util.Arrays.copyOfRange(bytes, from, from + 2000);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(edited, 0, at);
            out.writeBytes(more);
            out.write(edited, at + gone, edited.length - at - gone);
            edited = out.toByteArray();
        }
        return edited;
    }

    /** The lengths of all chunks. */
    static List<Integer> cuts(Chunker chunker, byte[] bytes) {
        List<Integer> lengths = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += lengths.getLast()) {
            lengths.add(chunker.next(bytes, at, bytes.length - at, true));
        }
        return lengths;
    }
}
