package dev.dsync.engine.scan;

import dev.dsync.core.chunk.Chunk;
import dev.dsync.core.chunk.ChunkName;
import dev.dsync.core.chunk.Chunker;
import dev.dsync.core.hash.FastHash128;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.index.IndexedChunk;
import java.io.IOException;

/** Cuts an opened file at any position, and says of chunks what the index keeps of them. */
final class Cutter {
    private final Chunker chunker = Chunker.standard();
    private final ChunkName names = new ChunkName();
    private final FileWindow window = new FileWindow();
    private final FastHash128 fastHash;

    /** Takes fast hashes under this seed. */
    Cutter(long seed) {
        fastHash = new FastHash128(seed);
    }

    /** Turns to a file, of which stat showed this. */
    void open(ReadableFile file, Stat stat) {
        window.open(file, stat);
    }

    /** Bytes from a cut on that decide where the next one is. */
    int lookAhead() {
        return chunker.lookAhead();
    }

    /**
     * The chunk that begins at a position, or the run of them, if it is a hole.
     *
     * @param end where the bytes end that are asked for later
     */
    IndexedChunk cut(long position, long end) throws IOException {
        long zeros = zeroChunks(position, end);
        int length = zeros > 0 ? chunker.bytesMin() : length(position, end);
        fastHash(position, length, end);
        return named(position, length, Math.max(1, zeros));
    }

    /** How many chunks of zeros begin at a position in a hole; 0 where there is none. */
    long zeroChunks(long position, long end) throws IOException {
        window.load(position, chunker.lookAhead(), end);
        return chunker.zeroChunks(window.zeros(position));
    }

    /** The length of the chunk that begins at a position. */
    int length(long position, long end) throws IOException {
        int loaded = window.load(position, chunker.lookAhead(), end);
        return chunker.next(
                window.bytes(), window.index(position), loaded, position + loaded == window.size());
    }

    /** The chunk, or run of chunks, that begins with the bytes hashed last. */
    IndexedChunk named(long position, int length, long repeats) {
        Chunk chunk = names.of(window.bytes(), window.index(position), length);
        return new IndexedChunk(chunk.name(), length, repeats, fastHash.high(), fastHash.low());
    }

    /** The fast hash of bytes of the file; it changes with the next. */
    FastHash128 fastHash(long position, int length, long end) throws IOException {
        window.load(position, length, end);
        fastHash.take(window.bytes(), window.index(position), length);
        return fastHash;
    }

    /** Whether the file has a chunk's bytes at the position. */
    boolean holds(IndexedChunk chunk, long position) throws IOException {
        return chunk.length() <= Chunk.BYTES_MAX
                && chunk.length() <= window.size() - position
                && fastHash(position, chunk.length(), window.size())
                        .is(chunk.fastHigh(), chunk.fastLow());
    }
}
