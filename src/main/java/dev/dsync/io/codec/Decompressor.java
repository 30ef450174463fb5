package dev.dsync.io.codec;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import org.jspecify.annotations.Nullable;

/**
 * Makes zstd frames what they were; its native context is made at the first of them. One thread at
 * a time.
 */
public final class Decompressor implements AutoCloseable {
    /** The farthest back a frame may reach. */
    public static final int WINDOW_MAX = 8 << 20;

    private @Nullable ZstdDecompressCtx context;

    /**
     * The content of one frame, in an array of its size.
     *
     * @param contentMax the most bytes the frame may declare; nothing is allocated for one that
     *     declares more
     * @throws CompressedDataException if this is no frame, or not all of one, or one over the
     *     limits
     */
    public byte[] decompress(byte[] bytes, int offset, int length, int contentMax)
            throws CompressedDataException {
        ZstdHeader header = ZstdHeader.read(bytes, offset, length);
        header.check(contentMax);
        if (context == null) {
            context = new ZstdDecompressCtx();
        }
        byte[] content = new byte[(int) header.contentBytes()];
        int written;
        try {
            written =
                    context.decompressByteArray(content, 0, content.length, bytes, offset, length);
        } catch (ZstdException e) {
            throw new CompressedDataException("zstd: " + e.getMessage());
        }
        if (written != content.length) {
            throw new CompressedDataException(
                    written + " bytes where " + content.length + " were declared");
        }
        return content;
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }
}
