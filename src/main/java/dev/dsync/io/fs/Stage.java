package dev.dsync.io.fs;

import dev.dsync.core.hash.FastHash;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Where incoming files are built: under hidden names beside their final ones, so that one rename
 * makes them visible.
 *
 * <p>A stage name depends on the final name and on what the source announced, so that a later run
 * finds what an earlier one left. The holder of a root's lock owns all stage names in it.
 */
public final class Stage {
    /** What every name that dsync reserves for itself in a synced tree begins with, in any case. */
    private static final String PREFIX = ".dsync-";

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

    /** Whether this is a name of something being built, or left behind by a run that was killed. */
    public static boolean isStaged(Name name) {
        return name.startsWithIgnoringCase(PREFIX);
    }
}
