package dev.dsync.io.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictContentType;
import com.github.luben.zstd.ZstdException;
import org.jspecify.annotations.Nullable;

/**
 * Makes bytes smaller by others that both ends have: literals by what is around them. At a level of
 * its own, since these are few and cost a request each. One thread at a time.
 */
public final class ContextCompressor implements AutoCloseable {
    /** Shorter literals travel as they are: a frame's own bytes would be much of them. */
    public static final int LITERAL_MIN = 32;

    /** Bytes of the longest context. */
    public static final int CONTEXT_MAX = 128 << 10;

    /** Literals are few, as long as they are short. */
    private static final int LEVEL = 15;

    private static final int SHORT = 128 << 10;

    private static final int LEVEL_LONG = 6;

    private static final int PROBE_LEVEL = 1;

    private @Nullable ZstdCompressCtx context;

    /**
     * Writes the bytes as one zstd frame that declares their size and whose dictionary is the
     * context, if that pays.
     *
     * @param known what the other end has, too; at most {@link #CONTEXT_MAX} bytes
     * @param to has room for as many bytes as are taken from {@code toOffset}
     * @return bytes written; 0 where the bytes travel as they are
     */
    public int compress(
            byte[] from, int offset, int length, byte[] known, byte[] to, int toOffset) {
        if (known.length > CONTEXT_MAX) {
            throw new IllegalArgumentException("context of " + known.length + " bytes");
        }
        if (length < LITERAL_MIN || !isPromising(from, offset, length, known)) {
            return 0;
        }
        return compress(
                length > SHORT ? LEVEL_LONG : LEVEL, from, offset, length, known, to, toOffset);
    }

    private boolean isPromising(byte[] from, int offset, int length, byte[] known) {
        if (length < Probe.BLOCK_MIN) {
            return true;
        }
        byte[] sample = new byte[Probe.SAMPLE_BYTES];
        int taken = Probe.sample(from, offset, length, sample);
        return compress(PROBE_LEVEL, sample, 0, taken, known, new byte[taken], 0) > 0;
    }

    /** Bytes written, or 0 where the frame would not be shorter by enough. */
    private int compress(
            int level, byte[] from, int offset, int length, byte[] known, byte[] to, int toOffset) {
        if (context == null) {
            context = new ZstdCompressCtx();
        }
        // where the last frame was given up it still waits for more room, and takes no dictionary
        context.reset();
        context.setContentSize(true);
        context.setChecksum(false);
        context.setLevel(level);
        // never read as a trained dictionary, whatever it begins with
        context.loadDict(known, ZstdDictContentType.RAW_CONTENT);
        try {
            return context.compressByteArray(
                    to, toOffset, Probe.bytesMax(length), from, offset, length);
        } catch (ZstdException e) {
            if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                return 0;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }
}
