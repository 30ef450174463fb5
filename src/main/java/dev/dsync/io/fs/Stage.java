package dev.dsync.io.fs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.dsync.core.hash.FastHash;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

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
     * The name under which what was built stands while it and what is {@code replaced} swap names:
     * whatever becomes of that, {@link #remove} knows what it may remove.
     */
    public static Name swapping(Name name, Stat built, Stat replaced) {
        return Swap.of(name, built, replaced).staged();
    }

    /**
     * The name of a conflict copy for a file of this name that came out of a swap, stands as {@code
     * swapping} and is not ours to remove.
     *
     * @param modified when it was changed
     */
    public static Name conflictCopy(Name name, Name swapping, Timestamp modified) {
        return Swap.of(swapping).orElseThrow().copy(name, modified);
    }

    /** Whether it is the name of one that was taking the place of a file. */
    public static boolean isSwapping(Name staged) {
        return Swap.of(staged).isPresent();
    }

    /**
     * The same as {@link #remove(Directory, Name)}.
     *
     * @param path of what is removed
     * @return what is to be told of what was kept as a conflict copy
     */
    public static Optional<Problem> remove(Directory parent, RelPath path) throws IOException {
        return remove(parent, path.name()).map(copy -> rescued(path, copy));
    }

    static Problem rescued(RelPath swapping, Name copy) {
        Name name = Swap.of(swapping.name()).orElseThrow().name();
        try {
            RelPath path = swapping.parent().child(name);
            String reason =
                    "changed while a run that was cut off replaced it, the change is now in ";
            return new Problem(path, Problem.Kind.REPLACE, reason + copy);
        } catch (IllegalNameException e) {
            throw new IllegalStateException(e); // it is a part of what can be
        }
    }

    /**
     * Removes what a run that is at its end has left under this name of a stage. What somebody
     * wrote while it was taking the place of his file is kept as a conflict copy.
     *
     * @return the name of that copy
     */
    public static Optional<Name> remove(Directory directory, Name staged) throws IOException {
        Swap swap = Swap.of(staged).orElse(null);
        if (swap != null) {
            return swap.settle(directory);
        }
        directory.unlink(staged);
        return Optional.empty();
    }

    /**
     * Whether this is a name of something being built, or left behind by a run that was killed: one
     * that {@link #nameFor} or {@link #swapping} gives, not just any that is reserved.
     */
    public static boolean isStaged(Name name) {
        byte[] bytes = name.bytes();
        if (bytes.length != PREFIX.length() + HASH_DIGITS) {
            return Swap.of(name).isPresent();
        }
        String text = new String(bytes, ISO_8859_1);
        return text.startsWith(PREFIX)
                && text.chars().skip(PREFIX.length()).allMatch(c -> isLowerHex((char) c));
    }

    private static boolean isLowerHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
}
