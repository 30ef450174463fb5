package dev.dsync.io.codec;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictContentType;
import com.github.luben.zstd.ZstdException;
import org.jspecify.annotations.Nullable;

/**
 * Makes what a {@link ContextCompressor} wrote what it was, by the same context. One thread at a
 * time.
 */
public final class ContextDecompressor implements AutoCloseable {
    private @Nullable ZstdDecompressCtx context;

    /**
     * The content of one frame.
     *
     * @param known the context; by another one the content is another, or none
     * @param contentBytes what the frame must declare; nothing is allocated for one that declares
     *     something else
     * @throws CompressedDataException if this is no such frame, or not by this context as far as
     *     that can be seen
     */
    public byte[] decompress(byte[] bytes, int offset, int length, byte[] known, int contentBytes)
            throws CompressedDataException {
        if (known.length > ContextCompressor.CONTEXT_MAX) {
            throw new IllegalArgumentException("context of " + known.length + " bytes");
        }
        ZstdHeader header = ZstdHeader.read(bytes, offset, length);
        header.check(contentBytes);
        if (header.contentBytes() != contentBytes) {
            throw new CompressedDataException(
                    "declared size " + header.contentBytes() + ", not " + contentBytes);
        }
        ZstdDecompressCtx zstd = context;
        if (zstd == null) {
            zstd = new ZstdDecompressCtx();
            context = zstd;
        }
        byte[] content = new byte[contentBytes];
        int written;
        try {
            zstd.loadDict(known, ZstdDictContentType.RAW_CONTENT);
            written = zstd.decompressByteArray(content, 0, contentBytes, bytes, offset, length);
        } catch (ZstdException e) {
            throw new CompressedDataException("zstd: " + e.getMessage());
        }
        if (written != contentBytes) {
            throw new CompressedDataException(
                    written + " bytes where " + contentBytes + " were declared");
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
