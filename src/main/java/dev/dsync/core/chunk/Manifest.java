package dev.dsync.core.chunk;

import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageCursor;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.merkle.PageWriter;
import dev.dsync.core.merkle.RecordReader;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a file in order, as pages. Files of the same content have the same root.
 *
 * @param root the top page; its bytes are the file's size
 * @param store where the pages are; a manifest of at most one record has a store of its own
 */
public record Manifest(PageRoot root, PageStore store) {
    /** The manifest of an empty file. */
    public static Manifest empty() throws IOException {
        return new Writer(new MemoryPageStore()).finish();
    }

    /** The manifest of a file that is this run: its page is made anew. */
    public static Manifest of(ChunkRun run) throws IOException {
        Writer writer = new Writer(new MemoryPageStore());
        writer.add(run);
        return writer.finish();
    }

    /** Whether its page is in no store but its own: it has at most one record. */
    public boolean isInline() {
        return root.entries() <= 1;
    }

    /** The one record of a manifest that has just one. */
    public Optional<ChunkRun> only() throws IOException {
        return root.entries() == 1 ? Optional.ofNullable(cursor().next()) : Optional.empty();
    }

    /** A walk over all records. */
    public Cursor cursor() {
        return new Cursor(new PageCursor(PageKind.MANIFEST, store, root), root.bytes());
    }

    /** A walk over what this file lacks to become another. */
    public ManifestDifference difference(Manifest other) {
        return new ManifestDifference(this, other, ManifestDifference.CHUNKS_MAX);
    }

    /** Runs in order, one at a time, holding one page a level. */
    public static final class Cursor {
        private final PageCursor records;
        private final long fileBytes;
        private final RecordReader in = new RecordReader(new byte[0], 0, 0);
        private @Nullable ChunkRun last;
        private long offset;

        private Cursor(PageCursor records, long fileBytes) {
            this.records = records;
            this.fileBytes = fileBytes;
        }

        /**
         * The next run, or null at the end.
         *
         * @throws IOException if a page is missing, or not as a writer makes it
         */
        public @Nullable ChunkRun next() throws IOException {
            if (!records.next()) {
                return null;
            }
            offset = records.bytesBefore();
            return take();
        }

        /**
         * Steps to the next run, {@link #run}, or to a page that is not to be opened.
         *
         * @return whether there is either
         */
        boolean step(PageCursor.Closed closed) throws IOException {
            if (!records.next(closed)) {
                return false;
            }
            offset = records.bytesBefore();
            if (records.isRecord()) {
                take();
            } else {
                last = null;
            }
            return true;
        }

        private ChunkRun take() throws IOException {
            records.read(in);
            ChunkRun run = ChunkRun.read(in, records.bytes());
            if (fileBytes == Long.MAX_VALUE) {
                // Where sums of pages stay when they are more.
                throw in.malformed("file of " + Long.MAX_VALUE + " bytes");
            }
            if (last != null && last.chunk().endsFile()) {
                throw in.malformed("short chunk before the last");
            }
            if (last != null && last.chunk().name().equals(run.chunk().name())) {
                throw in.malformed("equal chunks in two records");
            }
            last = run;
            return run;
        }

        /** The run last stepped to; null if it was a page. */
        @Nullable ChunkRun run() {
            return last;
        }

        /** The records stepped through. */
        PageCursor records() {
            return records;
        }

        /** Where in the file the run last given begins. */
        public long offset() {
            return offset;
        }

        /** Makes the run that holds this byte of the file the next one; only forward. */
        public void seek(long byteOffset) throws IOException {
            records.seekByte(byteOffset);
            last = null;
        }
    }

    /** Makes manifests of chunks that come in order, one manifest behind the other. */
    public static final class Writer {
        private PageStore store;
        private final byte[] payload = new byte[ChunkRun.PAYLOAD_MAX];
        private @Nullable PageWriter records;

        /** Whether the manifest has records in the writer. */
        private boolean started;

        private @Nullable ChunkRun last;

        /** Writes pages into the store as they fill, if there comes to be more than one record. */
        public Writer(PageStore store) {
            this.store = store;
        }

        /**
         * The next chunks; they are joined with equal ones before.
         *
         * @throws IllegalArgumentException behind a chunk that can only be the last
         */
        public void add(ChunkRun run) throws IOException {
            ChunkRun before = last;
            if (before == null) {
                last = run;
            } else if (before.chunk().endsFile()) {
                throw new IllegalArgumentException("chunk behind a short one");
            } else if (before.chunk().equals(run.chunk())) {
                last = new ChunkRun(run.chunk(), Math.addExact(before.count(), run.count()));
            } else {
                put(started ? Objects.requireNonNull(records) : start(store), before);
                last = run;
            }
        }

        private PageWriter start(PageStore pages) {
            PageWriter writer = records;
            if (writer == null) {
                writer = new PageWriter(PageKind.MANIFEST, pages);
                records = writer;
            } else {
                writer.restart(pages);
            }
            started = true;
            return writer;
        }

        private void put(PageWriter writer, ChunkRun run) throws IOException {
            writer.add(run.bytes(), payload, run.write(payload));
        }

        /** Ends the manifest; the next chunk begins another. */
        public Manifest finish() throws IOException {
            PageStore where = started ? store : new MemoryPageStore();
            PageWriter writer = started ? Objects.requireNonNull(records) : start(where);
            if (last != null) {
                put(writer, last);
            }
            restart();
            return new Manifest(writer.finish(), where);
        }

        /** Forgets the chunks since the last manifest; those of the next are kept elsewhere. */
        public void restart(PageStore newStore) {
            store = newStore;
            restart();
        }

        /** Forgets the chunks since the last manifest. */
        public void restart() {
            started = false;
            last = null;
        }
    }
}
