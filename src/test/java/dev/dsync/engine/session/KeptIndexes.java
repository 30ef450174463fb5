package dev.dsync.engine.session;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stamp;
import dev.dsync.io.index.AgreedListings;
import dev.dsync.io.index.BaseKey;
import dev.dsync.io.index.ChunkPlace;
import dev.dsync.io.index.FileCursor;
import dev.dsync.io.index.Index;
import dev.dsync.io.index.IndexIdentity;
import dev.dsync.io.index.IndexStore;
import dev.dsync.io.index.IndexedChunk;
import dev.dsync.io.index.IndexedFile;
import dev.dsync.io.index.ManifestSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Indexes in memory that outlive the runs of a test, as ones on disk outlive a process. */
final class KeptIndexes {
    private static final Digest BOOT = new Digest(1, 2, 3, 4);
    private static final Digest PEER = new Digest(5, 6, 7, 8);

    private final Map<String, Index> indexes = new HashMap<>();
    private final Map<Digest, Digest> marks = new HashMap<>();
    private final Set<Digest> pages = new HashSet<>();
    private final Set<Digest> tops = new HashSet<>();
    private final Set<Digest> missing = new HashSet<>();
    private boolean busy;
    private int opened;

    /** Sessions that remember here. */
    Indexing indexing() {
        return new Indexing(new Opening(), BOOT, 1, run -> {}, PEER);
    }

    /** Opens what is kept. */
    private final class Opening implements Indexing.Opening {
        @Override
        public Index open(Root root, Digest boot) throws IOException {
            return KeptIndexes.this.open(root, boot);
        }

        @Override
        public AgreedListings.Marks marks(Root root) {
            return new AgreedListings.Marks() {
                @Override
                public Optional<Digest> find(Digest key) {
                    return Optional.ofNullable(marks.get(key));
                }

                @Override
                public void put(Digest key, Digest listing) {
                    marks.put(key, listing);
                }
            };
        }
    }

    private Index open(Root root, Digest boot) throws IOException {
        opened++;
        String where = new String(root.location(), StandardCharsets.ISO_8859_1);
        return new Kept(
                indexes.computeIfAbsent(where, _ -> IndexStore.openMemory(boot, new Random(9))));
    }

    /** That of a directory at the top of a file system. */
    Index of(FileSystem system, String base) throws IOException {
        try (Root root = system.openRoot(base.getBytes(StandardCharsets.UTF_8))) {
            return open(root, BOOT);
        }
    }

    /** How often one was opened since this was last asked. */
    int opened() {
        int count = opened;
        opened = 0;
        return count;
    }

    /** All are lost. */
    void lose() {
        indexes.clear();
        marks.clear();
    }

    /** Nothing that is learned from now on is kept. */
    void busy(boolean now) {
        busy = now;
    }

    /** All pages are lost but those at the top of what was agreed on. */
    void loseLeaves() {
        missing.addAll(pages);
        missing.removeAll(tops);
    }

    /** One that stays when it is closed. */
    private final class Kept implements Index {
        private final Index index;

        Kept(Index index) {
            this.index = index;
        }

        @Override
        public IndexIdentity identity() {
            return index.identity();
        }

        @Override
        public Health health() {
            return index.health();
        }

        @Override
        public boolean isKept() {
            return !busy;
        }

        @Override
        public Optional<IndexedFile> find(RelPath path) {
            return index.find(path);
        }

        @Override
        public FileCursor files(RelPath from) {
            return index.files(from);
        }

        @Override
        public Optional<IndexedFile> staged(RelPath stage) {
            return index.staged(stage);
        }

        @Override
        public void forgetStages() {
            index.forgetStages();
        }

        @Override
        public List<IndexedChunk> chunks(IndexedFile file, long from, int max) {
            return index.chunks(file, from, max);
        }

        @Override
        public List<ChunkPlace> places(Digest chunk, int max) {
            return index.places(chunk, max);
        }

        @Override
        public PageStore pages() {
            PageStore store = index.pages();
            return new PageStore() {
                @Override
                public Optional<byte[]> find(Digest name) throws IOException {
                    return missing.contains(name) ? Optional.empty() : store.find(name);
                }

                @Override
                public boolean contains(Digest name) throws IOException {
                    return find(name).isPresent();
                }

                @Override
                public void put(Digest name, byte[] page) throws IOException {
                    missing.remove(name);
                    pages.add(name);
                    store.put(name, page);
                }
            };
        }

        @Override
        public Optional<Folder> folder() {
            return index.folder();
        }

        @Override
        public void putFolder(Folder folder) {
            index.putFolder(folder);
        }

        @Override
        public Ajar ajar() {
            return index.ajar();
        }

        @Override
        public Optional<PageRoot> base(BaseKey key) {
            return index.base(key);
        }

        @Override
        public ManifestSink manifest(RelPath path) {
            return index.manifest(path);
        }

        @Override
        public void restamp(RelPath path, Stamp stamp, Timestamp observed) {
            index.restamp(path, stamp, observed);
        }

        @Override
        public void move(RelPath from, RelPath to) {
            index.move(from, to);
        }

        @Override
        public void remove(RelPath path) {
            index.remove(path);
        }

        @Override
        public void putBase(BaseKey key, PageRoot listing) {
            tops.add(listing.name());
            index.putBase(key, listing);
        }

        @Override
        public void durableUntil(Timestamp changed) {
            index.durableUntil(changed);
        }

        @Override
        public Bulk bulk() {
            return index.bulk();
        }

        @Override
        public void recover() {
            index.recover();
        }

        @Override
        public Commit commit() {
            return index.commit();
        }

        @Override
        public void sweep(Collection<PageRoot> listings, int basesMax) {
            if (basesMax == 0) {
                pages.clear();
                tops.clear();
                missing.clear();
            }
            index.sweep(listings, basesMax);
        }

        @Override
        public void reset() {
            index.reset();
        }

        @Override
        public void close() {
            index.commit();
        }
    }
}
