package dev.dsync.engine.fetch;

import dev.dsync.core.chunk.Chunk;
import dev.dsync.core.chunk.ChunkRun;
import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.chunk.ManifestStream;
import dev.dsync.core.hash.FastHash128;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.index.Index;
import dev.dsync.io.index.IndexedChunk;
import dev.dsync.io.index.ManifestDraft;
import dev.dsync.io.index.ManifestSink;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the manifests of files as their bytes come, and notes those of files that are worth it for
 * the index. One file after the other.
 */
final class NotedStream {
    private final Fetch.Notes notes;
    private final ManifestStream stream = new ManifestStream(PageStore.forgetting(), this::note);
    private @Nullable ManifestSink sink;
    private boolean isChunked;
    private @Nullable FastHash128 hash;
    private @Nullable Manifest manifest;

    NotedStream(Fetch.Notes notes) {
        this.notes = notes;
    }

    /** Forgets the file before; of the next one nothing comes, unless it is begun. */
    void clear() {
        stream.restart();
        manifest = null;
        sink = null;
    }

    /** The next bytes are those of this file. */
    void begin(RelPath path, long size) {
        clear();
        if (size > notes.unnotedBytesMax()) {
            Index index = notes.index();
            sink = index.manifest(path);
            isChunked = size > notes.unchunkedBytesMax();
            if (hash == null) {
                hash = new FastHash128(index.identity().seed());
            }
        }
    }

    private void note(ChunkRun run, byte[] bytes, int offset) {
        if (sink != null && hash != null && isChunked) {
            hash.take(bytes, offset, run.chunk().length());
            sink.add(
                    new IndexedChunk(
                            run.chunk().name(),
                            run.chunk().length(),
                            run.count(),
                            hash.high(),
                            hash.low()));
        }
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        stream.write(bytes, offset, length);
    }

    void zeros(long count) throws IOException {
        stream.zeros(count);
    }

    /** Ends the file. */
    Manifest finish() throws IOException {
        Manifest finished = stream.finish();
        manifest = finished;
        return finished;
    }

    /** Notes what is known of the file's chunks otherwise, in place of what came. */
    void note(RelPath path, Manifest known) throws IOException {
        begin(path, known.root().bytes());
        manifest = known;
        ManifestSink to = sink;
        if (to == null) {
            return;
        }
        Manifest.Cursor runs = known.cursor();
        for (ChunkRun run = runs.next(); run != null; run = runs.next()) {
            Chunk chunk = run.chunk();
            // Nobody has hashed those that were copied: they will be when the file is touched.
            to.add(new IndexedChunk(chunk.name(), chunk.length(), run.count(), 0, 0));
        }
    }

    /** What was noted of the file that ended; nothing if it was not worth it. */
    Optional<ManifestDraft> draft() {
        ManifestSink to = sink;
        Manifest known = manifest;
        return to == null || known == null
                ? Optional.empty()
                : Optional.of(new ManifestDraft(to, known.root()));
    }
}
