package dev.dsync.core.delta;

import java.io.IOException;
import java.util.Arrays;

/**
 * How new bytes are made of old blocks and of literals, bytes that are sent. It is a sequence of
 * steps, each a literal and the run of blocks behind it, and a last literal. Every patch there is
 * fits its old bytes.
 */
public final class Patch {
    /** Bytes the shortest step takes. */
    private static final int STEP_BYTES_MIN = 3;

    private static final int BUFFER_BYTES = 64 << 10;

    private final BlockLayout layout;
    private final int newLength;
    private final int steps;
    private final int[] literals;
    private final int[] firstBlocks;
    private final int[] blockCounts;
    private final int literalBytes;
    private final int lastLiteral;

    private Patch(Builder builder) {
        layout = builder.layout;
        newLength = builder.newLength;
        steps = builder.steps;
        literals = Arrays.copyOf(builder.literals, steps);
        firstBlocks = Arrays.copyOf(builder.firstBlocks, steps);
        blockCounts = Arrays.copyOf(builder.blockCounts, steps);
        literalBytes = newLength - builder.copied;
        lastLiteral = newLength - builder.made;
    }

    /** Bytes it makes. */
    public int newLength() {
        return newLength;
    }

    /** Bytes of all literals. */
    public int literalBytes() {
        return literalBytes;
    }

    /** Literals with blocks behind them. */
    int steps() {
        return steps;
    }

    /** Bytes of the literal of a step; of the last literal for the number behind the last step. */
    int literal(int step) {
        return step < steps ? literals[step] : lastLiteral;
    }

    int firstBlock(int step) {
        return firstBlocks[step];
    }

    int blockCount(int step) {
        return blockCounts[step];
    }

    /** Bytes of the blocks of a step. */
    int copied(int step) {
        int first = firstBlocks[step];
        return layout.offset(first + blockCounts[step]) - layout.offset(first);
    }

    /** Where among the old bytes those of a step begin. */
    int oldOffset(int step) {
        return layout.offset(firstBlocks[step]);
    }

    /** The bytes of all literals, out of the new ones. */
    public byte[] literals(ByteSource fresh) throws IOException {
        byte[] bytes = new byte[literalBytes];
        int from = 0;
        int to = 0;
        for (int step = 0; step <= steps; step++) {
            int length = literal(step);
            fresh.read(from, bytes, to, length);
            to += length;
            from += length + (step < steps ? copied(step) : 0);
        }
        return bytes;
    }

    /**
     * The new bytes.
     *
     * @throws MalformedDeltaException if the literals are not as many bytes as the steps take
     */
    public byte[] apply(ByteSource old, byte[] literal) throws IOException {
        if (literal.length != literalBytes) {
            throw new MalformedDeltaException(
                    literal.length + " bytes of literals, not " + literalBytes);
        }
        byte[] made = new byte[newLength];
        int[] at = {0};
        apply(
                old,
                ByteSource.of(literal),
                (bytes, offset, length) -> {
                    System.arraycopy(bytes, offset, made, at[0], length);
                    at[0] += length;
                });
        return made;
    }

    /** Makes the new bytes from start to end; literals are read in order, old bytes are not. */
    public void apply(ByteSource old, ByteSource literal, Output output) throws IOException {
        byte[] buffer = new byte[Math.min(BUFFER_BYTES, newLength)];
        int literalAt = 0;
        for (int step = 0; step <= steps; step++) {
            int length = literal(step);
            copy(literal, literalAt, length, buffer, output);
            literalAt += length;
            if (step < steps) {
                copy(old, layout.offset(firstBlocks[step]), copied(step), buffer, output);
            }
        }
    }

    private static void copy(ByteSource from, int start, int count, byte[] buffer, Output output)
            throws IOException {
        for (int at = 0; at < count; ) {
            int length = Math.min(buffer.length, count - at);
            from.read(start + at, buffer, 0, length);
            output.write(buffer, 0, length);
            at += length;
        }
    }

    /**
     * The steps as they travel; the literals do so by themselves, since they become smaller and
     * these do not.
     */
    public byte[] encode() {
        NumberWriter out = new NumberWriter(16 + 4 * steps);
        out.number(newLength);
        out.number(steps);
        int expected = 0;
        for (int step = 0; step < steps; step++) {
            out.number(literals[step]);
            out.signed(firstBlocks[step] - expected);
            out.number(blockCounts[step]);
            expected = firstBlocks[step] + blockCounts[step];
        }
        return out.take();
    }

    /**
     * The patch that is all of these bytes.
     *
     * @param newLength bytes it must make
     * @throws MalformedDeltaException if they are not the one form of a patch for such old bytes
     */
    public static Patch decode(
            byte[] bytes, int offset, int length, BlockLayout layout, int newLength)
            throws MalformedDeltaException {
        NumberReader in = new NumberReader(bytes, offset, length);
        in.number(newLength, newLength, "new bytes");
        int steps = in.number(0, in.left() / STEP_BYTES_MIN, "steps");
        Builder builder = new Builder(layout, newLength, steps);
        int expected = 0;
        for (int step = 0; step < steps; step++) {
            int literal = in.number(0, newLength - builder.made, "literal");
            int first = expected + in.signed(layout.blocks(), "block");
            if (first < 0 || first >= layout.blocks()) {
                throw in.malformed("block " + first + " of " + layout.blocks());
            }
            int count = in.number(1, layout.blocks() - first, "blocks");
            if (step > 0 && literal == 0 && first == expected) {
                throw in.malformed("one copy as two");
            }
            int copied = layout.offset(first + count) - layout.offset(first);
            if (copied > newLength - builder.made - literal) {
                throw in.malformed("copy beyond the end");
            }
            builder.copy(literal, first, count);
            expected = first + count;
        }
        if (in.left() > 0) {
            throw in.malformed("trailing bytes");
        }
        return builder.build();
    }

    /** Where new bytes go, in order. */
    @FunctionalInterface
    public interface Output {
        /**
         * Takes {@code length} bytes from {@code offset}; the array is the caller's again after.
         */
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    /** A patch that grows by steps that fit. */
    static final class Builder {
        private final BlockLayout layout;
        private final int newLength;
        private int[] literals;
        private int[] firstBlocks;
        private int[] blockCounts;
        private int steps;
        private int made;
        private int copied;

        Builder(BlockLayout layout, int newLength) {
            this(layout, newLength, 16);
        }

        private Builder(BlockLayout layout, int newLength, int capacity) {
            this.layout = layout;
            this.newLength = newLength;
            literals = new int[capacity];
            firstBlocks = new int[capacity];
            blockCounts = new int[capacity];
        }

        /** Adds a literal and blocks; nothing where these are none. */
        void copy(int literal, int firstBlock, int count) {
            if (count == 0) {
                return;
            }
            int bytes = layout.offset(firstBlock + count) - layout.offset(firstBlock);
            made += literal + bytes;
            copied += bytes;
            int last = steps - 1;
            if (last >= 0 && literal == 0 && firstBlocks[last] + blockCounts[last] == firstBlock) {
                blockCounts[last] += count;
                return;
            }
            if (steps == literals.length) {
                int capacity = steps * 2 + 16;
                literals = Arrays.copyOf(literals, capacity);
                firstBlocks = Arrays.copyOf(firstBlocks, capacity);
                blockCounts = Arrays.copyOf(blockCounts, capacity);
            }
            literals[steps] = literal;
            firstBlocks[steps] = firstBlock;
            blockCounts[steps] = count;
            steps++;
        }

        Patch build() {
            return new Patch(this);
        }
    }
}
