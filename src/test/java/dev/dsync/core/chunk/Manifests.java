package dev.dsync.core.chunk;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Manifests of files that are numbers: each stands for a chunk of its own. */
final class Manifests {
    private Manifests() {}

    /** The chunk a number stands for; negative ones are short. */
    static Chunk chunk(int number) {
        Digest name = Sha256.of(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
        int length = Chunk.BYTES_MIN + Math.floorMod(number * 977, 2 * Chunk.BYTES_MIN);
        return new Chunk(name, number < 0 ? -number : length);
    }

    static Manifest of(List<Integer> numbers, PageStore store) throws IOException {
        Manifest.Writer writer = new Manifest.Writer(store);
        for (int number : numbers) {
            writer.add(new ChunkRun(chunk(number), 1));
        }
        return writer.finish();
    }

    static Manifest of(List<Integer> numbers) throws IOException {
        return of(numbers, new MemoryPageStore());
    }

    static List<ChunkRun> runs(Manifest manifest) throws IOException {
        List<ChunkRun> runs = new ArrayList<>();
        Manifest.Cursor cursor = manifest.cursor();
        for (ChunkRun run = cursor.next(); run != null; run = cursor.next()) {
            runs.add(run);
        }
        return runs;
    }

    /** Counts what is read and written. */
    static final class Counting implements PageStore {
        final MemoryPageStore pages = new MemoryPageStore();
        final AtomicInteger found = new AtomicInteger();
        final AtomicInteger put = new AtomicInteger();

        @Override
        public Optional<byte[]> find(Digest name) {
            found.incrementAndGet();
            return pages.find(name);
        }

        @Override
        public boolean contains(Digest name) {
            return pages.contains(name);
        }

        @Override
        public void put(Digest name, byte[] page) {
            put.incrementAndGet();
            pages.put(name, page);
        }
    }
}
