package dev.dsync.io.index;

/**
 * What makes an index this one: all that was ever derived from an index with another identity is
 * worthless.
 *
 * @param epochHigh 64 random bits, as are the other 64
 * @param seed of the fast hashes, a secret that never leaves the machine
 */
public record IndexIdentity(long epochHigh, long epochLow, long seed) {
    /** The version of what is written in an index; one of another version is built anew. */
    public static final int FORMAT = 3;

    /** Nothing secret. */
    @Override
    public String toString() {
        return "IndexIdentity["
                + Long.toHexString(epochHigh)
                + ":"
                + Long.toHexString(epochLow)
                + "]";
    }
}
