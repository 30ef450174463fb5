package dev.dsync.engine.scan;

import dev.dsync.core.chunk.Chunk;
import dev.dsync.core.chunk.ChunkRun;
import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.io.index.IndexedChunk;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of a file's chunks, for its manifest and for whoever else takes them down. It keeps
 * its memory from file to file.
 */
final class Records {
    private final Manifest.Writer writer;
    private Consumer<IndexedChunk> sink = record -> {};
    private @Nullable IndexedChunk last;

    /** Writes no pages. */
    Records() {
        writer = new Manifest.Writer(PageStore.forgetting());
    }

    /**
     * Begins a file, whatever became of the one before; its records go to the sink, the pages they
     * make into the store.
     */
    void begin(Consumer<IndexedChunk> newSink, PageStore pages) {
        sink = newSink;
        last = null;
        writer.restart(pages);
    }

    /** The next chunk, or run of them. */
    void add(IndexedChunk chunk) throws IOException {
        IndexedChunk before = last;
        if (before == null) {
            last = chunk;
        } else if (before.length() == chunk.length() && before.name().equals(chunk.name())) {
            last = repeated(before, Math.addExact(before.repeats(), chunk.repeats()));
        } else {
            put(before);
            last = chunk;
        }
    }

    static IndexedChunk repeated(IndexedChunk chunk, long repeats) {
        return chunk.repeats() == repeats
                ? chunk
                : new IndexedChunk(
                        chunk.name(), chunk.length(), repeats, chunk.fastHigh(), chunk.fastLow());
    }

    private void put(IndexedChunk record) throws IOException {
        writer.add(new ChunkRun(new Chunk(record.name(), record.length()), record.repeats()));
        sink.accept(record);
    }

    Manifest finish() throws IOException {
        if (last != null) {
            put(last);
        }
        return writer.finish();
    }
}
