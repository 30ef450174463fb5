package dev.dsync.core.delta;

import java.io.IOException;

/** Bytes that can be read from any position, as often as one likes. */
@FunctionalInterface
public interface ByteSource {
    /**
     * Reads {@code length} bytes from {@code offset} into {@code to} at {@code at}; all of them, or
     * it fails.
     */
    void read(long offset, byte[] to, int at, int length) throws IOException;

    /** The bytes of an array. */
    static ByteSource of(byte[] bytes) {
        return of(bytes, 0);
    }

    /** The bytes of an array from {@code start} on. */
    static ByteSource of(byte[] bytes, int start) {
        return (offset, to, at, length) ->
                System.arraycopy(bytes, Math.toIntExact(start + offset), to, at, length);
    }
}
