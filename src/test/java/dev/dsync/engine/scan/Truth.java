package dev.dsync.engine.scan;

import dev.dsync.core.chunk.ManifestStream;
import dev.dsync.core.hash.FastHash128;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.io.index.IndexedChunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a file's bytes are, found from the first to the last. */
record Truth(PageRoot root, List<IndexedChunk> records) {
    static final long SEED = 42;

    static Truth of(byte[] bytes) throws IOException {
        List<IndexedChunk> records = new ArrayList<>();
        FastHash128 fastHash = new FastHash128(SEED);
        ManifestStream stream =
                new ManifestStream(
                        new MemoryPageStore(),
                        (run, chunk, offset) -> {
                            int length = run.chunk().length();
                            fastHash.take(chunk, offset, length);
                            long repeats = run.count();
                            if (!records.isEmpty()
                                    && records.getLast().name().equals(run.chunk().name())) {
                                repeats += records.removeLast().repeats();
                            }
                            records.add(
                                    new IndexedChunk(
                                            run.chunk().name(),
                                            length,
                                            repeats,
                                            fastHash.high(),
                                            fastHash.low()));
                        });
        stream.write(bytes, 0, bytes.length);
        return new Truth(stream.finish().root(), records);
    }
}
