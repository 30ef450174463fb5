package dev.dsync.engine.scan;

import dev.dsync.core.chunk.Chunk;
import dev.dsync.core.chunk.ChunkRun;
import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.scan.ContentScanner.ContentScan;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stamp;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.index.FileCursor;
import dev.dsync.io.index.Index;
import dev.dsync.io.index.IndexedChunk;
import dev.dsync.io.index.IndexedFile;
import dev.dsync.io.index.ManifestSink;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a root contain: as the index knows it, or else as reading shows, which the
 * index is told. The index is opened when a file comes up that is worth it. One thread at a time.
 */
public final class KnownContents implements AutoCloseable {
    /** A file of no more is quicker read than looked up, and its difference told without chunks. */
    public static final long UNINDEXED_BYTES_MAX = 128 << 10;

    /** How often a file is read that changes meanwhile. */
    private static final int READINGS_MAX = 2;

    private static final int READ_BYTES = 1 << 17;

    private final Supplier<Index> opening;
    private final FileSystem system;
    private final int workers;
    private final Executor helpers;
    private final boolean believes;
    private final ContentScanner small =
            new ContentScanner(PageStore.forgetting(), 0, 1, run -> {});
    private @Nullable Index index;

    /** Under the seed of the index. */
    private @Nullable ContentScanner large;

    /**
     * Contents of one root.
     *
     * @param opening opens its index, which is closed with this
     * @param system whose clock stamps the files
     * @param workers how many may read a large file, this thread among them
     * @param helpers runs the others
     * @param believes whether what the index knows is of use; else it is only told
     */
    public KnownContents(
            Supplier<Index> opening,
            FileSystem system,
            int workers,
            Executor helpers,
            boolean believes) {
        this.opening = opening;
        this.system = system;
        this.workers = workers;
        this.helpers = helpers;
        this.believes = believes;
    }

    private Optional<IndexedFile> known(RelPath path) {
        return believes ? index().find(path) : Optional.empty();
    }

    /**
     * What a file contains.
     *
     * @param stat what stat showed before and after
     * @param isSettled whether another content would show in another stamp
     */
    public record Content(Manifest manifest, Stat stat, boolean isSettled) {}

    /** The index, opened by now. Any thread may call. */
    public synchronized Index index() {
        Index known = index;
        if (known == null) {
            known = opening.get();
            index = known;
        }
        return known;
    }

    /** Knows of files that they are no more. */
    @FunctionalInterface
    public interface Departures {
        /** Whether there is no such file; asked in listing order. */
        boolean isGone(RelPath path) throws IOException;
    }

    /**
     * Tells the index, if it was of use, that all that was written is durable by now, and which
     * files are no more. What somebody else is still building is not durable: how far that is, is
     * forgotten until it is taken down once more.
     */
    public synchronized void settle(Departures departures) throws IOException {
        if (index != null) {
            try (FileCursor files = index.files(RelPath.ROOT)) {
                while (files.next()) {
                    RelPath path = files.file().path();
                    if (departures.isGone(path)) {
                        index.remove(path);
                    }
                }
            }
            index.durableUntil(system.now());
            index.forgetStages();
            index.commit();
        }
    }

    /**
     * The content of a file.
     *
     * @param path of the file in the root
     * @param pages gets the pages of its manifest
     * @throws ContentChangedException if it changed while it was read
     */
    public Content of(RelPath path, FileOpener opener, PageStore pages) throws IOException {
        Timestamp observed = system.now();
        try (OpenedOnce file = new OpenedOnce(opener)) {
            return of(path, file, observed, pages);
        }
    }

    private Content of(RelPath path, OpenedOnce opener, Timestamp observed, PageStore pages)
            throws IOException {
        Stat stat = opener.stat();
        if (stat.size() <= UNINDEXED_BYTES_MAX) {
            ContentScan scan = small.scan(opener, chunk -> {});
            return content(scan, observed);
        }
        Optional<IndexedFile> known = known(path);
        if (known.isPresent() && known.get().holds(stat.stamp())) {
            Optional<Manifest> manifest = manifest(known.get(), pages);
            if (manifest.isPresent()) {
                return new Content(manifest.get(), stat, true);
            }
        }
        return read(path, opener, known, new Moment(observed, null), pages);
    }

    /**
     * What names the content of a file, however small, in listings: the name of the root of its
     * manifest. The index is told that, so that it is not read again while its stamp is the same.
     * One that changes all the while has a digest that no other content has.
     *
     * @param stat what stat showed just now
     */
    public Digest digest(RelPath path, Stat stat, FileOpener opener) throws IOException {
        if (stat.size() == 0) {
            return Manifest.empty().root().name();
        }
        Optional<IndexedFile> known = known(path);
        if (known.isPresent() && known.get().holds(stat.stamp())) {
            return known.get().manifest().name();
        }
        for (int reading = 0; reading < READINGS_MAX; reading++) {
            try {
                return named(path, opener).digest();
            } catch (ContentChangedException e) {
                // It is read again.
            }
        }
        return digestAsRead(opener);
    }

    /**
     * The name of what a file contains.
     *
     * @param stat what stat showed before and after
     * @param isSettled whether another content would show in another stamp
     */
    public record Named(Digest digest, Stat stat, boolean isSettled) {}

    /** Knows which files have not changed for a while, by a clock that nobody sets. */
    @FunctionalInterface
    public interface Stillness {
        /** Nobody knows. */
        Stillness UNKNOWN = (path, stamp) -> false;

        /** Whether a file has had this stamp for longer than a change can go without showing. */
        boolean hasStood(RelPath path, Stamp stamp);
    }

    /**
     * When a file was read, by the clock that stamps files.
     *
     * @param stood the stamp it has had for long, whatever that clock says now; null if none
     */
    private record Moment(Timestamp observed, @Nullable Stamp stood) {
        Timestamp of(Stamp stamp) {
            return stamp.equals(stood) ? stamp.behind() : observed;
        }
    }

    /** The same of a file of which nobody knows how long it has looked as it does. */
    public Named named(RelPath path, FileOpener opener) throws IOException {
        return named(path, opener, Stillness.UNKNOWN);
    }

    /**
     * What names the content of a file, however small, and the file that has it.
     *
     * @param stillness is asked of a file whose times are not older than now: the clock may have
     *     been put back, or another than ours may stamp it
     * @throws ContentChangedException if it changed while it was read
     */
    public Named named(RelPath path, FileOpener opener, Stillness stillness) throws IOException {
        Timestamp observed = system.now();
        try (OpenedOnce file = new OpenedOnce(opener)) {
            Stat stat = file.stat();
            if (stat.size() == 0) {
                return new Named(Manifest.empty().root().name(), stat, true);
            }
            Optional<IndexedFile> known = known(path);
            if (known.isPresent() && known.get().holds(stat.stamp())) {
                return new Named(known.get().manifest().name(), stat, true);
            }
            Stamp before = stat.stamp();
            boolean stood = !before.isOlderThan(observed) && stillness.hasStood(path, before);
            Moment moment = new Moment(observed, stood ? before : null);
            if (stat.size() > UNINDEXED_BYTES_MAX) {
                Content content = read(path, file, known, moment, PageStore.forgetting());
                Digest name = content.manifest().root().name();
                return new Named(name, content.stat(), content.isSettled());
            }
            ContentScan scan = small.scan(file, chunk -> {});
            Stamp stamp = scan.stat().stamp();
            PageRoot root = scan.manifest().root();
            index().manifest(path).finish(stamp, moment.of(stamp), root);
            return new Named(root.name(), scan.stat(), stamp.isOlderThan(moment.of(stamp)));
        }
    }

    private static Digest digestAsRead(FileOpener opener) throws IOException {
        try (ReadableFile file = opener.open()) {
            Sha256 hash = new Sha256();
            byte[] buffer = new byte[READ_BYTES];
            long position = 0;
            for (int read = 1; read > 0; position += read) {
                read = file.read(position, buffer, 0, buffer.length);
                hash.update(buffer, 0, read);
            }
            return hash.finish();
        }
    }

    /**
     * The content of a file the index does not know and shall not know.
     *
     * @throws ContentChangedException if it changed while it was read
     */
    public Content read(FileOpener opener, PageStore pages) throws IOException {
        Timestamp observed = system.now();
        ContentScan scan = new ContentScanner(pages, 0, workers, helpers).scan(opener, chunk -> {});
        return content(scan, observed);
    }

    private static Content content(ContentScan scan, Timestamp observed) {
        return new Content(scan.manifest(), scan.stat(), scan.stat().stamp().isOlderThan(observed));
    }

    /**
     * The content of a file that is being built, as far as the index knows that it goes, or else as
     * reading shows.
     *
     * @throws ContentChangedException if it changed while it was read
     */
    public Content ofStage(RelPath path, FileOpener opener, PageStore pages) throws IOException {
        Timestamp observed = system.now();
        Optional<IndexedFile> known = believes ? index().staged(path) : Optional.empty();
        try (OpenedOnce file = new OpenedOnce(opener)) {
            Stat stat = file.stat();
            if (known.isPresent() && known.get().holds(stat.stamp())) {
                Optional<Manifest> manifest =
                        written(known.get(), pages)
                                .filter(m -> m.root().bytes() == known.get().manifest().bytes());
                if (manifest.isPresent()) {
                    return new Content(manifest.get(), stat, true);
                }
            }
            ContentScanner scanner = large();
            scanner.turnTo(pages);
            return content(
                    known.isPresent()
                            ? scanner.rescan(file, index(), known.get(), chunk -> {})
                            : scanner.scan(file, chunk -> {}),
                    observed);
        }
    }

    /** Whether the index knows any file. */
    public boolean isIndexed() {
        try (FileCursor files = index().files(RelPath.ROOT)) {
            return files.next();
        }
    }

    /** A manifest out of the index, if all of it is there. */
    private Optional<Manifest> manifest(IndexedFile file, PageStore pages) throws IOException {
        return written(file, pages).filter(m -> m.root().equals(file.manifest()));
    }

    /** The manifest that the records of a file make; nothing if they make none. */
    private Optional<Manifest> written(IndexedFile file, PageStore pages) throws IOException {
        Manifest.Writer writer = new Manifest.Writer(pages);
        Iterator<IndexedChunk> chunks = new IndexedChunks(index(), file);
        try {
            while (chunks.hasNext()) {
                IndexedChunk chunk = chunks.next();
                Chunk one = new Chunk(chunk.name(), chunk.length());
                writer.add(new ChunkRun(one, chunk.repeats()));
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no manifest of ours
        }
        return Optional.of(writer.finish());
    }

    private Content read(
            RelPath path,
            FileOpener opener,
            Optional<IndexedFile> known,
            Moment moment,
            PageStore pages)
            throws IOException {
        ManifestSink sink = index().manifest(path);
        ContentScanner scanner = large();
        scanner.turnTo(pages);
        ContentScan scan;
        try {
            scan =
                    known.isPresent()
                            ? scanner.rescan(opener, index(), known.get(), sink::add)
                            : scanner.scan(opener, sink::add);
        } catch (IOException e) {
            sink.drop();
            throw e;
        }
        Timestamp observed = moment.of(scan.stat().stamp());
        sink.finish(scan.stat().stamp(), observed, scan.manifest().root());
        return content(scan, observed);
    }

    private ContentScanner large() {
        ContentScanner scanner = large;
        if (scanner == null) {
            long seed = index().identity().seed();
            scanner = new ContentScanner(PageStore.forgetting(), seed, workers, helpers);
            large = scanner;
        }
        return scanner;
    }

    /** Makes durable what the index was told, and closes it. */
    @Override
    public synchronized void close() {
        if (index != null) {
            index.close();
            index = null;
            large = null;
        }
    }
}
