package dev.dsync.core.chunk;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.RecordReader;
import dev.dsync.core.merkle.Varint;

/**
 * A record of a manifest: equal chunks one behind the other.
 *
 * @param chunk what is repeated
 * @param count how often it stands there, at least once
 */
public record ChunkRun(Chunk chunk, long count) {
    /** The most bytes its payload takes. */
    static final int PAYLOAD_MAX = Digest.BYTES + Varint.BYTES_MAX;

    public ChunkRun {
        if (count < 1
                || count > Long.MAX_VALUE / chunk.length()
                || (count > 1 && chunk.endsFile())) {
            throw new IllegalArgumentException(count + " chunks of " + chunk.length() + " bytes");
        }
    }

    /** Bytes of the file it stands for. */
    public long bytes() {
        return chunk.length() * count;
    }

    /** Writes the payload and returns its length; what it lacks is {@link #bytes}. */
    int write(byte[] payload) {
        chunk.name().write(payload, 0);
        return Varint.write(payload, Digest.BYTES, count);
    }

    /** The run whose payload the reader stands on, which stands for so many bytes. */
    static ChunkRun read(RecordReader in, long bytes) throws MalformedPageException {
        Digest name = in.digest();
        long count = in.varint(Long.MAX_VALUE, "count of chunks");
        in.finish();
        if (count == 0 || bytes % count != 0) {
            throw in.malformed("count of chunks that " + bytes + " bytes are not a multiple of");
        }
        long length = bytes / count;
        if (length < 1 || length > Chunk.BYTES_MAX) {
            throw in.malformed("chunk of " + length + " bytes");
        }
        Chunk chunk = new Chunk(name, (int) length);
        if (count > 1 && chunk.endsFile()) {
            throw in.malformed("short chunk before the last");
        }
        return new ChunkRun(chunk, count);
    }
}
