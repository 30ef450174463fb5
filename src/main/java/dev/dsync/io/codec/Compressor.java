package dev.dsync.io.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocks smaller where that pays; its native context is made when the first block is tried.
 * One thread at a time.
 */
public final class Compressor implements AutoCloseable {
    /**
     * Shorter blocks are never tried: what little they would save is less than loading zstd costs.
     */
    public static final int BLOCK_MIN = 200;

    private static final int PROBE_LEVEL = 1;

    private CompressionPolicy policy;
    private @Nullable ZstdCompressCtx context;
    private final byte[] sample = new byte[Probe.SAMPLE_BYTES];
    private byte[] probed = new byte[0];

    public Compressor(CompressionPolicy policy) {
        this.policy = policy;
    }

    /** Follows another policy from the next block on. */
    public void policy(CompressionPolicy next) {
        policy = next;
    }

    /**
     * Writes the block as one zstd frame that declares its size, if the policy wants that and it
     * pays.
     *
     * @param to has room for as many bytes as the block has from {@code toOffset}
     * @return bytes written; 0 where the block travels as it is
     */
    public int compress(byte[] from, int offset, int length, byte[] to, int toOffset) {
        if (length < BLOCK_MIN) {
            return 0;
        }
        return switch (policy) {
            case CompressionPolicy.None _ -> 0;
            case CompressionPolicy.Fixed(int level) ->
                    compress(level, from, offset, length, to, toOffset);
            case CompressionPolicy.Adaptive(int level) ->
                    isPromising(from, offset, length)
                            ? compress(level, from, offset, length, to, toOffset)
                            : 0;
        };
    }

    private boolean isPromising(byte[] from, int offset, int length) {
        if (length < Probe.BLOCK_MIN) {
            return true;
        }
        int taken = Probe.sample(from, offset, length, sample);
        if (probed.length < taken) {
            probed = new byte[Probe.SAMPLE_BYTES];
        }
        return compress(PROBE_LEVEL, sample, 0, taken, probed, 0) > 0;
    }

    /** How many bytes one of these becomes when compressed, judged by samples; at most 1. */
    public double ratio(byte[] from, int offset, int length) {
        if (length < BLOCK_MIN) {
            return 1;
        }
        int start = offset;
        int taken = length;
        byte[] bytes = from;
        if (length >= Probe.BLOCK_MIN) {
            taken = Probe.sample(from, offset, length, sample);
            bytes = sample;
            start = 0;
        }
        if (probed.length < taken) {
            probed = new byte[Probe.BLOCK_MIN];
        }
        int becomes = compress(PROBE_LEVEL, bytes, start, taken, probed, 0);
        return becomes == 0 ? 1 : (double) becomes / taken;
    }

    /** Bytes written, or 0 where the frame would not be shorter by enough. */
    private int compress(int level, byte[] from, int offset, int length, byte[] to, int toOffset) {
        if (context == null) {
            context = new ZstdCompressCtx();
            context.setContentSize(true);
            context.setChecksum(false);
        }
        context.setLevel(level);
        try {
            // room only for what pays: zstd gives up as soon as it is used up
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
