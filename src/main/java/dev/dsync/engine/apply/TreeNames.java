package dev.dsync.engine.apply;

import dev.dsync.core.hash.FastHash;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.FsException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that trees have beside one that is switched. They say how far a run was: whoever finds
 * one knows, without anything else, whether what is under it may be removed.
 */
final class TreeNames {
    private static final String PREFIX = ".dsync-tree-";
    private static final String KEPT = "dsync-kept-";

    /** What stands behind the prefix where two trees switch, or were to. */
    private static final Pattern SWITCH = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{16})");

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
        return text(found).startsWith(prefix);
    }

    /** Whether what is under it may be removed whatever it is. */
    boolean isOurs(Name found) {
        return found.equals(building()) || found.equals(trying()) || found.equals(removing());
    }

    /**
     * What is under the name of two trees that switch is one of them, if it is one of these.
     *
     * @param built the built tree's inode
     * @param record the hash of what stood in the other
     */
    record Switch(long built, long record) {}

    /** What one of these names says of two trees that switch, if it is theirs. */
    Optional<Switch> switchOf(Name found) {
        Matcher form = SWITCH.matcher(text(found).substring(prefix.length()));
        return form.matches()
                ? Optional.of(
                        new Switch(
                                HexFormat.fromHexDigitsToLong(form.group(1)),
                                HexFormat.fromHexDigitsToLong(form.group(2))))
                : Optional.empty();
    }

    private static String text(Name name) {
        return new String(name.bytes(), StandardCharsets.ISO_8859_1);
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
