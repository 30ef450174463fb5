package dev.dsync.core.version;

import java.util.HexFormat;

/**
 * One state of one device, drawn at random. A device whose state was lost or put back from a copy
 * goes on under another, since what it counted under this one is no longer known.
 *
 * @param bits all 64 of them count; compared as an unsigned number
 */
public record ReplicaId(long bits) implements Comparable<ReplicaId> {
    /** Bytes of an id in a format, highest first. */
    public static final int BYTES = 8;

    @Override
    public int compareTo(ReplicaId other) {
        return Long.compareUnsigned(bits, other.bits);
    }

    /** 16 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(bits);
    }
}
