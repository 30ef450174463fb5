package dev.dsync.io.wire;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Timestamp;
import java.util.List;

/** A piece of what was wished for. */
public sealed interface Segment {
    /** Of which files it is a piece. */
    List<Integer> files();

    /** Bytes of content that come with it. */
    default long contentBytes() {
        return switch (this) {
            case Bytes(_, Slice bytes) -> bytes.length();
            case Patches patches -> patches.literalBytes();
            case Zeros _, End _, Restart _, Gone _ -> 0;
        };
    }

    /** A piece of one file. */
    sealed interface OfFile extends Segment {
        int file();

        @Override
        default List<Integer> files() {
            return List.of(file());
        }

        /** Whether nothing more comes of the file. */
        default boolean isLast() {
            return this instanceof End || this instanceof Gone;
        }
    }

    /**
     * The next pieces of some files, made of old bytes the target has and of literals.
     *
     * @param literalBytes of all patches together
     * @param literals one behind the other, made smaller by what the patches copy if they are fewer
     *     than {@code literalBytes}
     */
    record Patches(List<Patched> patches, int literalBytes, Slice literals) implements Segment {
        /** Bytes of literals in one segment. */
        public static final int LITERAL_BYTES_MAX = 2 << 20;

        public Patches {
            patches = List.copyOf(patches);
        }

        @Override
        public List<Integer> files() {
            return patches.stream().map(Patched::file).toList();
        }
    }

    /** The next bytes of a file. */
    record Bytes(int file, Slice bytes) implements OfFile {}

    /** The next {@code length} bytes of a file are zero. */
    record Zeros(int file, long length) implements OfFile {}

    /** The file is complete; the digest is the name of its manifest's root. */
    record End(int file, Digest content) implements OfFile {}

    /**
     * The file is another than was listed, or changed while it was read: all of it comes anew, as
     * this.
     */
    record Restart(int file, long size, Timestamp modified) implements OfFile {}

    /** The file cannot be had. */
    record Gone(int file, Problem.Kind why, String reason) implements OfFile {}

    /**
     * A piece that is a patch.
     *
     * @param file of which it is
     * @param newLength bytes it makes
     * @param steps as {@link dev.dsync.core.delta.Patch#encode} writes them
     */
    record Patched(int file, int newLength, Slice steps) {}
}
