package dev.dsync.io.fs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.dsync.core.hash.FastHash;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where incoming files are built: under hidden names beside their final ones, so that one rename
 * makes them visible.
 *
 * <p>A stage name depends on the final name and on what the source announced, so that a later run
 * finds what an earlier one left. The holder of a root's lock owns all stage names in it.
 */
public final class Stage {
    private static final String PREFIX = ".dsync-";

    private static final int HASH_DIGITS = 32;

    private static final String CONFLICT = ".sync-conflict-";

    private Stage() {}

    /**
     * The name under which a file of this final name, announced with this size and time, is built.
     */
    public static Name nameFor(Name name, long size, Timestamp modified) {
        byte[] bytes = name.bytes();
        ByteBuffer key = ByteBuffer.allocate(bytes.length + Long.BYTES * 2 + Integer.BYTES);
        key.putLong(size).putLong(modified.seconds()).putInt(modified.nanos()).put(bytes);
        HexFormat hex = HexFormat.of();
        return Name.literal(
                PREFIX
                        + hex.toHexDigits(FastHash.seeded(0).hash(key.array(), 0, key.capacity()))
                        + hex.toHexDigits(FastHash.seeded(1).hash(key.array(), 0, key.capacity())));
    }

    /**
     * The name, no longer than a file system allows, for a file of this name that stands as {@code
     * staged} and is not ours to remove.
     */
    public static Name conflictCopy(Name name, Name staged) {
        byte[] mark = (CONFLICT + staged.toString().substring(PREFIX.length())).getBytes(US_ASCII);
        byte[] bytes = name.bytes();
        int length = Math.min(bytes.length, Name.BYTES_MAX - mark.length);
        while (length < bytes.length && (bytes[length] & 0xC0) == 0x80) {
            length--; // not within a character
        }
        byte[] copy = Arrays.copyOf(bytes, length + mark.length);
        System.arraycopy(mark, 0, copy, length, mark.length);
        try {
            return Name.of(copy);
        } catch (IllegalNameException e) {
            throw new IllegalStateException(e); // what a name ends with cannot make it illegal
        }
    }

    /**
     * Whether this is a name of something being built, or left behind by a run that was killed: one
     * that {@link #nameFor} gives, not just any that is reserved.
     */
    public static boolean isStaged(Name name) {
        byte[] bytes = name.bytes();
        if (bytes.length != PREFIX.length() + HASH_DIGITS) {
            return false;
        }
        String text = new String(bytes, ISO_8859_1);
        return text.startsWith(PREFIX)
                && text.chars().skip(PREFIX.length()).allMatch(c -> isLowerHex((char) c));
    }

    private static boolean isLowerHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
}
