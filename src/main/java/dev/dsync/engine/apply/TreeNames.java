package dev.dsync.engine.apply;

import dev.dsync.core.hash.FastHash;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.FsException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The names that trees have beside one that is switched. They say how far a run was: whoever finds
 * one knows, without anything else, whether what is under it may be removed.
 */
final class TreeNames {
    private static final String PREFIX = ".dsync-tree-";
    private static final String KEPT = "dsync-kept-";

    private final Name name;
    private final String prefix;

    /** Those beside the tree of this name. */
    TreeNames(Name name) {
        byte[] bytes = name.bytes();
        this.name = name;
        this.prefix =
                PREFIX
                        + HexFormat.of()
                                .toHexDigits(FastHash.seeded(0).hash(bytes, 0, bytes.length))
                        + "-";
    }

    /** Of one that is built. */
    Name building() {
        return Name.literal(prefix + "new");
    }

    /** Of one with which it is tried whether trees can be switched here. */
    Name trying() {
        return Name.literal(prefix + "try");
    }

    /** Of one that is removed, since everything in it was looked at. */
    Name removing() {
        return Name.literal(prefix + "old");
    }

    /**
     * Of the built tree before, and of the other one after they are switched.
     *
     * @param built the built tree's inode
     * @param record what stood in the other
     */
    Name switching(long built, TreeRecord record) {
        HexFormat hex = HexFormat.of();
        return Name.literal(prefix + hex.toHexDigits(built) + "-" + hex.toHexDigits(record.hash()));
    }

    /** Whether it is any of these. */
    boolean isOne(Name found) {
        return new String(found.bytes(), StandardCharsets.ISO_8859_1).startsWith(prefix);
    }

    /**
     * A name for what is not to be lost.
     *
     * @param number from 1, until one is free
     */
    Name kept(int number) throws FsException {
        String end = number == 1 ? "" : "-" + number;
        byte[] head = KEPT.getBytes(StandardCharsets.ISO_8859_1);
        byte[] tail = end.getBytes(StandardCharsets.ISO_8859_1);
        int length = Math.min(name.length(), Name.BYTES_MAX - head.length - tail.length);
        byte[] bytes = Arrays.copyOf(head, head.length + length + tail.length);
        System.arraycopy(name.bytes(), 0, bytes, head.length, length);
        System.arraycopy(tail, 0, bytes, head.length + length, tail.length);
        try {
            return Name.of(bytes);
        } catch (IllegalNameException e) {
            throw FsException.of(e);
        }
    }
}
