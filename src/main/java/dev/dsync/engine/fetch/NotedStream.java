package dev.dsync.engine.fetch;

import dev.dsync.core.chunk.Chunk;
import dev.dsync.core.chunk.ChunkRun;
import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.chunk.ManifestStream;
import dev.dsync.core.hash.FastHash128;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Stamp;
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
    private Manifest.@Nullable Cursor known;

    /** What comes next of {@link #known}. */
    private @Nullable ChunkRun ahead;

    private boolean isKept;

    NotedStream(Fetch.Notes notes) {
        this.notes = notes;
    }

    /** Forgets the file before; of the next one nothing comes, unless it is begun. */
    void clear() {
        stream.restart();
        manifest = null;
        known = null;
        ahead = null;
        if (sink != null) {
            sink.drop();
            sink = null;
        }
    }

    /** Of the file before nothing more comes; how far it is stays noted for a later run. */
    void leave() {
        if (sink != null) {
            sink.leave();
            sink = null;
        }
        clear();
    }

    /** The next bytes are those of this file. */
    void begin(RelPath path, long size) {
        clear();
        if (size > notes.unnotedBytesMax()) {
            Index index = notes.index();
            sink = index.manifest(path);
            isChunked = size > notes.unchunkedBytesMax();
            isKept = index.isKept();
            if (hash == null) {
                hash = new FastHash128(index.identity().seed());
            }
        }
    }

    /** The file is to be this; its bytes do not come. */
    void begin(RelPath path, Manifest whole) {
        begin(path, whole.root().bytes());
        known = whole.cursor();
    }

    /** Of a file whose bytes do not come, notes the chunks before this byte. */
    void advance(long end) throws IOException {
        Manifest.Cursor runs = known;
        ManifestSink to = sink;
        if (runs == null || to == null) {
            return;
        }
        while (true) {
            if (ahead == null) {
                ahead = runs.next();
            }
            ChunkRun run = ahead;
            if (run == null || runs.offset() + run.bytes() > end) {
                return;
            }
            Chunk chunk = run.chunk();
            // Nobody has hashed those that were copied: they will be when the file is touched.
            to.add(new IndexedChunk(chunk.name(), chunk.length(), run.count(), 0, 0));
            ahead = null;
        }
    }

    /** Whether a later run would find what is noted of a stage. */
    boolean isKept() {
        return sink != null && isKept;
    }

    /** Notes that the chunks so far are those of a stage that shows this stamp. */
    void reach(RelPath stage, Stamp stamp) {
        if (sink != null) {
            sink.reach(stage, stamp);
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

    /** Ends a file whose bytes did not come. */
    void finish(Manifest whole) throws IOException {
        advance(Long.MAX_VALUE);
        manifest = whole;
    }

    /** What was noted of the file that ended, from now on the taker's; nothing if not worth it. */
    Optional<ManifestDraft> takeDraft() {
        ManifestSink to = sink;
        Manifest ended = manifest;
        if (to == null || ended == null) {
            return Optional.empty();
        }
        sink = null;
        return Optional.of(new ManifestDraft(to, ended.root()));
    }
}
