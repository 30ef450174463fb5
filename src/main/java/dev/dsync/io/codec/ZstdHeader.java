package dev.dsync.io.codec;

/**
 * What a zstd frame says about itself before its first block (RFC 8878, 3.1.1.1).
 *
 * @param contentBytes the size it will have when decompressed
 * @param windowBytes how far back its blocks may reach
 */
record ZstdHeader(long contentBytes, long windowBytes) {
    private static final int MAGIC = 0xFD2FB528;
    private static final int SINGLE_SEGMENT = 0x20;
    private static final int RESERVED = 0x08;
    private static final int DICTIONARY = 0x03;

    /**
     * Reads the header of the frame at {@code offset}; dictionaries and frames that do not state a
     * size are refused.
     */
    static ZstdHeader read(byte[] bytes, int offset, int length) throws CompressedDataException {
        if (length < 6 || little(bytes, offset, 4) != (MAGIC & 0xffffffffL)) {
            throw new CompressedDataException("no zstd frame");
        }
        int descriptor = bytes[offset + 4] & 0xff;
        boolean single = (descriptor & SINGLE_SEGMENT) != 0;
        if ((descriptor & RESERVED) != 0) {
            throw new CompressedDataException("zstd frame with a reserved bit");
        }
        if ((descriptor & DICTIONARY) != 0) {
            throw new CompressedDataException("zstd frame with a dictionary");
        }
        int sizeCode = descriptor >>> 6;
        if (sizeCode == 0 && !single) {
            throw new CompressedDataException("zstd frame without declared size");
        }
        int sizeBytes = 1 << sizeCode;
        int at = offset + (single ? 5 : 6);
        if (at + sizeBytes > offset + length) {
            throw new CompressedDataException("zstd header cut short");
        }
        // two-byte sizes count from 256, as one byte holds the smaller ones
        long content = little(bytes, at, sizeBytes) + (sizeCode == 1 ? 256 : 0);
        return new ZstdHeader(content, single ? content : window(bytes[offset + 5] & 0xff));
    }

    /** Refuses a frame that declares more than {@code contentMax} bytes or reaches too far back. */
    void check(int contentMax) throws CompressedDataException {
        if (contentBytes < 0 || contentBytes > contentMax) {
            throw new CompressedDataException(
                    "declared size " + Long.toUnsignedString(contentBytes) + " over " + contentMax);
        }
        if (windowBytes > Decompressor.WINDOW_MAX) {
            throw new CompressedDataException(
                    "window of " + windowBytes + " bytes over " + Decompressor.WINDOW_MAX);
        }
    }

    private static long window(int descriptor) {
        long base = 1L << (10 + (descriptor >>> 3));
        return base + base / 8 * (descriptor & 7);
    }

    private static long little(byte[] bytes, int offset, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | (bytes[offset + i] & 0xff);
        }
        return value;
    }
}
