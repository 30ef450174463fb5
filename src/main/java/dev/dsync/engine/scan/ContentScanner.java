package dev.dsync.engine.scan;

import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.index.Index;
import dev.dsync.io.index.IndexedChunk;
import dev.dsync.io.index.IndexedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Reads files and makes their manifests, one file at a time. It keeps its memory, less than 1 MiB
 * for each worker, from file to file.
 */
public final class ContentScanner {
    /** Bytes of a stretch that one worker cuts. */
    private static final long STRETCH_BYTES = 16 << 20;

    /** A file of fewer stretches is left to one worker. */
    private static final int STRETCHES_MIN = 4;

    /**
     * What a file holds.
     *
     * @param stat of the file, before its first byte was read and after its last
     */
    public record ContentScan(Manifest manifest, Stat stat) {}

    private final Records records = new Records();
    private final Executor helpers;
    private final List<Cutter> cutters = new ArrayList<>();
    private final long stretchBytes;
    private final long seed;
    private final int workers;
    private PageStore pages;

    /**
     * Writes pages into the store.
     *
     * @param seed of the index that is to keep the fast hashes
     * @param workers how many cut a large file, the caller's thread counted
     * @param helpers runs the others; it may run them late, or not at all
     */
    public ContentScanner(PageStore pages, long seed, int workers, Executor helpers) {
        this(pages, seed, workers, helpers, STRETCH_BYTES);
    }

    ContentScanner(PageStore pages, long seed, int workers, Executor helpers, long stretchBytes) {
        if (workers < 1 || stretchBytes < 1) {
            throw new IllegalArgumentException(workers + " workers, " + stretchBytes + " bytes");
        }
        this.pages = pages;
        this.helpers = helpers;
        this.stretchBytes = stretchBytes;
        this.seed = seed;
        this.workers = workers;
    }

    /** They are made for the first file: many a run reads none. */
    private List<Cutter> cutters() {
        while (cutters.size() < workers) {
            cutters.add(new Cutter(seed));
        }
        return cutters;
    }

    /** From the next file on writes pages into this store. */
    void turnTo(PageStore newPages) {
        pages = newPages;
    }

    /**
     * Reads a file.
     *
     * @param sink takes its records down; if this throws, they are of no use
     * @throws ContentChangedException if it changed meanwhile
     */
    public ContentScan scan(FileOpener opener, Consumer<IndexedChunk> sink) throws IOException {
        return scan(
                opener,
                sink,
                (file, stat) -> {
                    if (workers > 1 && stat.size() >= stretchBytes * STRETCHES_MIN) {
                        new StretchedScan(opener, stat, cutters(), stretchBytes)
                                .run(file, helpers, records);
                    } else {
                        cutAll(stat.size());
                    }
                });
    }

    private void cutAll(long size) throws IOException {
        for (long position = 0; position < size; ) {
            IndexedChunk chunk = cutters().getFirst().cut(position, size);
            records.add(chunk);
            position += chunk.bytes();
        }
    }

    /**
     * Reads a file of which the index knows what it was: chunks that have the fast hashes they had
     * are neither cut nor named anew. The result is that of {@link #scan}.
     *
     * @param index whose seed this has
     */
    public ContentScan rescan(
            FileOpener opener, Index index, IndexedFile old, Consumer<IndexedChunk> sink)
            throws IOException {
        return rescan(opener, old.manifest().bytes(), new IndexedChunks(index, old), sink);
    }

    ContentScan rescan(
            FileOpener opener,
            long oldSize,
            Iterator<IndexedChunk> old,
            Consumer<IndexedChunk> sink)
            throws IOException {
        return scan(
                opener,
                sink,
                (file, stat) ->
                        new Rescan(
                                        cutters().getFirst(),
                                        stat.size(),
                                        new KnownChunks(old, oldSize),
                                        records)
                                .run());
    }

    /** Takes down the chunks of a file. */
    private interface Reading {
        void run(ReadableFile file, Stat stat) throws IOException;
    }

    private ContentScan scan(FileOpener opener, Consumer<IndexedChunk> sink, Reading reading)
            throws IOException {
        try (ReadableFile file = opener.open()) {
            Stat stat = file.stat();
            records.begin(sink, pages);
            cutters().getFirst().open(file, stat);
            reading.run(file, stat);
            if (!file.stat().stamp().equals(stat.stamp())) {
                throw new ContentChangedException();
            }
            return new ContentScan(records.finish(), stat);
        }
    }
}
