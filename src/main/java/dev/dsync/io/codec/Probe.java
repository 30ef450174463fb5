package dev.dsync.io.codec;

/** Samples by which a block is judged, and what gain is worth the work. */
final class Probe {
    /** Bytes of all samples of a block. */
    static final int SAMPLE_BYTES = 16 << 10;

    /** Shorter blocks are tried whole: the samples would be much of them. */
    static final int BLOCK_MIN = 64 << 10;

    private static final int SAMPLES = 4;
    private static final int PERCENT_MIN = 3;

    private Probe() {}

    /**
     * The most bytes a block may become to be worth it: it must shrink by {@value #PERCENT_MIN} %.
     */
    static int bytesMax(int length) {
        return (int) (length * (100L - PERCENT_MIN) / 100);
    }

    /**
     * Copies pieces from all over a block of at least {@link #BLOCK_MIN} bytes and returns how many
     * bytes they are.
     */
    static int sample(byte[] from, int offset, int length, byte[] to) {
        int piece = SAMPLE_BYTES / SAMPLES;
        int apart = (length - piece) / (SAMPLES - 1);
        for (int i = 0; i < SAMPLES; i++) {
            System.arraycopy(from, offset + i * apart, to, i * piece, piece);
        }
        return SAMPLES * piece;
    }
}
