package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Stamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An index in a store; it alone knows what the tables mean, and that a failure ends in silence. */
final class StoredIndex implements Index {
    private final Store store;
    private final Journal journal;
    private final RandomGenerator random;
    private final Consumer<StoredIndex> onClose;
    private final PageStore pageStore;
    private final Ajar ajar;
    private IndexIdentity identity;
    private final Boots boots;
    private final Generations generations;
    private final Attempts attempts;
    private final ManifestTable manifests;
    private final FileTable files;
    private final StageTable stages;
    private final PageTable pages;
    private final BaseTable bases;
    private int bulks;
    private final Set<StoredFiles> cursors = new HashSet<>();
    private int users = 1;

    private StoredIndex(
            Store store, Journal journal, Opening opening, IndexIdentity identity, Boots boots)
            throws StoreException {
        this.store = store;
        this.journal = journal;
        this.random = opening.random();
        this.onClose = opening.onClose();
        this.identity = identity;
        this.boots = boots;
        generations = new Generations(store, journal);
        attempts = new Attempts(journal);
        manifests = new ManifestTable(journal);
        files = new FileTable(journal, manifests);
        stages = new StageTable(journal, manifests);
        pages = new PageTable(journal);
        pageStore = new StoredPages(this, pages);
        ajar = new StoredAjar(this, journal);
        bases = new BaseTable(journal);
    }

    /**
     * Opens what a store holds, or begins it.
     *
     * @throws StoreException if it is none of ours, or cannot be read
     */
    static StoredIndex open(Store store, Opening opening) throws StoreException {
        Journal journal = new Journal(store);
        Optional<IndexIdentity> found = IdentityRow.read(journal);
        IndexIdentity identity =
                found.isPresent() ? found.get() : IdentityRow.begin(journal, opening.random());
        Boots boots = Boots.open(journal, opening.boot());
        StoredIndex index = new StoredIndex(store, journal, opening, identity, boots);
        if (found.isEmpty()) {
            index.commit();
        } else if (store.isKept()
                && index.generations.dropUnbelieved(index.files, index.stages, index.manifests)) {
            index.commit();
            index.generations.believeAll();
        }
        return index;
    }

    /** Counts one more who will close this. */
    synchronized Optional<Index> share() {
        users += users == 0 ? 0 : 1;
        return users == 0 ? Optional.empty() : Optional.of(this);
    }

    @Override
    public synchronized IndexIdentity identity() {
        return identity;
    }

    @Override
    public synchronized Health health() {
        return attempts.health();
    }

    @Override
    public boolean isKept() {
        return store.isKept();
    }

    /** Commits so far. */
    synchronized long commits() {
        return generations.commits();
    }

    /** Reads something, or says what it would if nothing were known. */
    synchronized <T> T read(T otherwise, Attempts.Reading<T> reading) {
        return attempts.read(otherwise, reading);
    }

    /** Writes something, if that is possible. */
    synchronized void write(Attempts.Writing writing) {
        attempts.write(
                () -> {
                    if (bulks > 0 && !generations.isOpen()) {
                        generations.begin();
                    }
                    writing.write();
                });
    }

    private Optional<FileRow> believed(RelPath path) throws StoreException {
        return files.find(FileRow.pathKey(path)).filter(generations::believes);
    }

    private IndexedFile file(RelPath path, FileRow row) {
        boolean settled = row.isOld() && boots.kept(row);
        return new IndexedFile(path, row.id(), row.stamp(), settled, row.manifest());
    }

    @Override
    public synchronized Optional<IndexedFile> find(RelPath path) {
        return attempts.read(Optional.empty(), () -> believed(path).map(row -> file(path, row)));
    }

    @Override
    public synchronized FileCursor files(RelPath from) {
        byte[] directory = FileRow.pathKey(from);
        Optional<Store.Rows> rows =
                attempts.read(
                        Optional.empty(), () -> Optional.of(journal.rows(Column.ENTRY, directory)));
        StoredFiles cursor = new StoredFiles(this, directory, rows);
        cursors.add(cursor);
        return cursor;
    }

    /** What a row says of a file, if it is believed. */
    Optional<IndexedFile> believed(RelPath path, FileRow row) {
        return generations.believes(row) ? Optional.of(file(path, row)) : Optional.empty();
    }

    synchronized void close(StoredFiles cursor) {
        if (cursors.remove(cursor)) {
            cursor.release();
        }
    }

    @Override
    public synchronized List<IndexedChunk> chunks(IndexedFile file, long from, int max) {
        return attempts.read(List.of(), () -> manifests.records(file.id(), from, max));
    }

    @Override
    public synchronized List<ChunkPlace> places(Digest chunk, int max) {
        return attempts.read(List.of(), () -> manifests.places(chunk, max));
    }

    @Override
    public PageStore pages() {
        return pageStore;
    }

    @Override
    public synchronized Optional<Folder> folder() {
        return attempts.read(Optional.empty(), () -> FolderRow.read(journal));
    }

    @Override
    public synchronized void putFolder(Folder folder) {
        write(() -> FolderRow.write(journal, folder));
    }

    @Override
    public Ajar ajar() {
        return ajar;
    }

    @Override
    public synchronized Optional<PageRoot> base(BaseKey key) {
        return attempts.read(Optional.empty(), () -> bases.find(key));
    }

    @Override
    public synchronized ManifestSink manifest(RelPath path) {
        return new StoredSink(this, path, manifests.begin());
    }

    /** Takes down some records of a manifest that is not finished. */
    synchronized void putSegment(
            long id, long segment, long offset, List<IndexedChunk> records, int known) {
        write(
                () -> {
                    manifests.put(id, segment, offset, records, known);
                    journal.ease();
                });
    }

    /** Puts a manifest in place, or leaves the one there is if it is the same. */
    synchronized void finish(
            RelPath path,
            @Nullable RelPath stage,
            long id,
            Stamp stamp,
            Timestamp observed,
            PageRoot root) {
        write(
                () -> {
                    if (stage != null) {
                        stages.remove(FileRow.pathKey(stage), id);
                    }
                    Optional<FileRow> old = believed(path);
                    if (!manifests.isTrusted(id)) {
                        manifests.deleteAll(id);
                    } else if (old.isPresent() && old.get().manifest().equals(root)) {
                        put(path, old.get().id(), stamp, observed, root);
                        manifests.delete(id);
                    } else {
                        put(path, id, stamp, observed, root);
                    }
                });
    }

    /** Notes how far the manifest of a file that is being built goes. */
    synchronized void reach(RelPath stage, long id, Stamp stamp, PageRoot soFar) {
        write(
                () -> {
                    if (manifests.isTrusted(id) && !boots.isDurable(stamp.changed())) {
                        long started = generations.started();
                        var row = new FileRow(id, started, boots.current(), true, stamp, soFar);
                        stages.put(FileRow.pathKey(stage), row);
                    }
                });
    }

    /** Nobody writes to a manifest any more. */
    synchronized void leave(long id) {
        manifests.finish(id);
    }

    /** Drops a manifest that is not finished. */
    synchronized void drop(@Nullable RelPath stage, long id) {
        write(
                () -> {
                    if (stage != null) {
                        stages.remove(FileRow.pathKey(stage), id);
                    }
                    manifests.delete(id);
                });
    }

    @Override
    public synchronized Optional<IndexedFile> staged(RelPath stage) {
        return attempts.read(
                Optional.empty(),
                () -> stages.find(FileRow.pathKey(stage)).flatMap(r -> believed(stage, r)));
    }

    @Override
    public synchronized void forgetStages() {
        write(() -> stages.removeIf(_ -> true));
    }

    private void put(RelPath path, long id, Stamp stamp, Timestamp observed, PageRoot root)
            throws StoreException {
        boolean isOld = stamp.isOlderThan(observed);
        var row = new FileRow(id, generations.started(), boots.current(), isOld, stamp, root);
        files.put(FileRow.pathKey(path), row);
    }

    @Override
    public synchronized void restamp(RelPath path, Stamp stamp, Timestamp observed) {
        write(
                () -> {
                    Optional<FileRow> old = believed(path);
                    if (old.isPresent()) {
                        put(path, old.get().id(), stamp, observed, old.get().manifest());
                    }
                });
    }

    @Override
    public synchronized void remove(RelPath path) {
        write(() -> files.remove(FileRow.pathKey(path)));
    }

    @Override
    public synchronized void move(RelPath from, RelPath to) {
        if (from.isWithin(to) || to.isWithin(from)) {
            throw new IllegalArgumentException("from " + from + " to " + to);
        }
        write(() -> files.move(FileRow.pathKey(from), FileRow.pathKey(to)));
    }

    @Override
    public synchronized void putBase(BaseKey key, PageRoot listing) {
        write(() -> bases.put(key, listing, generations.commits() + 1));
    }

    @Override
    public synchronized void durableUntil(Timestamp changed) {
        write(() -> boots.durableUntil(journal, changed));
    }

    @Override
    public synchronized Bulk bulk() {
        if (bulks++ == 0) {
            commit();
        }
        AtomicBoolean ended = new AtomicBoolean();
        return () -> endBulk(ended.getAndSet(true));
    }

    private synchronized void endBulk(boolean again) {
        if (!again && --bulks == 0) {
            commit();
        }
    }

    @Override
    public synchronized void recover() {
        if (attempts.recover()) {
            manifests.distrust();
        }
    }

    @Override
    public synchronized Commit commit() {
        attempts.write(generations::commit);
        Commit done = store.isKept() ? Commit.DURABLE : Commit.VOLATILE;
        return attempts.health() == Health.SOUND ? done : Commit.LOST;
    }

    @Override
    public synchronized void sweep(Collection<PageRoot> listings, int basesMax) {
        write(
                () -> {
                    List<PageRoot> kept = new ArrayList<>(listings);
                    kept.addAll(bases.keepLatest(basesMax));
                    kept.addAll(FolderRow.roots(journal));
                    pages.sweep(kept);
                    manifests.sweep(stages.ids());
                });
    }

    @Override
    public synchronized void reset() {
        write(
                () -> {
                    journal.drop();
                    store.clear();
                    identity = IdentityRow.begin(journal, random);
                    boots.write(journal);
                    generations.write();
                });
        commit();
    }

    @Override
    public synchronized void close() {
        if (users > 1) {
            users--;
        } else {
            closeForAll();
        }
    }

    /** Closes it whoever else uses it; they find that it knows nothing any more. */
    synchronized void closeForAll() {
        if (users == 0) {
            return;
        }
        commit();
        cursors.forEach(StoredFiles::release);
        cursors.clear();
        onClose.accept(this);
        users = 0;
        attempts.end();
        store.close();
    }
}
