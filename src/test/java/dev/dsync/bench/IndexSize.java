package dev.dsync.bench;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Stamp;
import dev.dsync.io.fs.StateDirectory;
import dev.dsync.io.index.BaseKey;
import dev.dsync.io.index.FileCursor;
import dev.dsync.io.index.Index;
import dev.dsync.io.index.IndexStore;
import dev.dsync.io.index.IndexedChunk;
import dev.dsync.io.index.IndexedFile;
import dev.dsync.io.index.ManifestSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Prints what an index takes on disk for each file and chunk, how it grows over runs that find
 * nothing changed, and how long that takes.
 *
 * <p>Arguments: a directory to work in, which must not exist; files; chunks of each; runs.
 */
final class IndexSize {
    private static final byte[] ROOT = "/bench".getBytes(StandardCharsets.US_ASCII);
    private static final Digest BOOT = new Digest(1, 2, 3, 4);

    private final Path directory;
    private final int files;
    private final int chunks;
    private final Random random = new Random(42);

    private IndexSize(Path directory, int files, int chunks) {
        this.directory = directory;
        this.files = files;
        this.chunks = chunks;
    }

    /** Runs it. */
    public static void main(String[] args) throws IOException {
        int files = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        int chunks = args.length > 2 ? Integer.parseInt(args[2]) : 4;
        int runs = args.length > 3 ? Integer.parseInt(args[3]) : 100;
        Path directory = Path.of(args[0]);
        long oneChunk = new IndexSize(directory.resolve("one"), files, 1).fill();
        var size = new IndexSize(directory.resolve("many"), files, chunks);
        long full = size.fill();
        double perChunk = (double) (full - oneChunk) / ((chunks - 1L) * files);
        System.out.printf(
                Locale.ROOT, "%,d files, %d chunks each: %,d bytes%n", files, chunks, full);
        System.out.printf(Locale.ROOT, "a chunk: %.1f bytes%n", perChunk);
        System.out.printf(
                Locale.ROOT,
                "a file without its chunks: %.1f bytes%n",
                (double) oneChunk / files - perChunk);
        long start = System.nanoTime();
        for (int run = 1; run <= runs; run++) {
            size.runUnchanged();
            if (run == 1 || run == 10 || run == runs) {
                System.out.printf(
                        Locale.ROOT,
                        "after %d runs without change: %,d bytes%n",
                        run,
                        size.bytes());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "a run without change: %.1f ms%n",
                (System.nanoTime() - start) / 1e6 / runs);
    }

    private long fill() throws IOException {
        long start = System.nanoTime();
        try (StateDirectory state = open();
                IndexStore store = new IndexStore(state, new Random(1))) {
            Index index = store.open(ROOT, 2, BOOT).index();
            try (Index.Bulk _ = index.bulk()) {
                for (int i = 0; i < files; i++) {
                    add(index, i);
                }
            }
            index.putBase(base(), new PageRoot(digest(), 2, files, 1));
            index.close();
        }
        System.out.printf(Locale.ROOT, "filled in %.1f s%n", (System.nanoTime() - start) / 1e9);
        return bytes();
    }

    private void add(Index index, int file) {
        String path =
                String.format(
                        Locale.ROOT,
                        "project%02d/src/main/module%03d/Component%06d.java",
                        file / 10_000,
                        file / 100,
                        file);
        ManifestSink sink = index.manifest(RelPath.literal(path));
        long size = 0;
        for (int i = 0; i < chunks; i++) {
            int length = 8192 + random.nextInt(100_000);
            size += length;
            sink.add(new IndexedChunk(digest(), length, 1, random.nextLong(), random.nextLong()));
        }
        var modified = new Timestamp(1_700_000_000 + random.nextInt(50_000_000), nanos());
        var changed = new Timestamp(1_790_000_000 + file / 1000, nanos());
        sink.finish(
                new Stamp(Kind.FILE, size, modified, changed, 1_000_000 + file, 0644, 1000, 1000),
                new Timestamp(1_800_000_000, 0),
                new PageRoot(digest(), 0, chunks, size));
    }

    /** Finds everything as it was, and agrees with the peer on the same again. */
    private void runUnchanged() throws IOException {
        try (StateDirectory state = open();
                IndexStore store = new IndexStore(state, new Random(1))) {
            Index index = store.open(ROOT, 2, BOOT).index();
            int held = 0;
            try (Index.Bulk _ = index.bulk();
                    FileCursor known = index.files(RelPath.ROOT)) {
                while (known.next()) {
                    IndexedFile file = known.file();
                    held += file.holds(file.stamp()) ? 1 : 0;
                }
            }
            index.base(base()).ifPresent(listing -> index.putBase(base(), listing));
            index.commit();
            if (held != files) {
                throw new IllegalStateException(held + " files");
            }
            index.close();
        }
    }

    private StateDirectory open() throws IOException {
        byte[] path = directory.toString().getBytes(StandardCharsets.UTF_8);
        return StateDirectory.open(FileSystem.ofThisMachine(), path, new Random(2));
    }

    private static BaseKey base() {
        return new BaseKey(BOOT, BOOT, BOOT, BOOT);
    }

    private Digest digest() {
        return new Digest(
                random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private int nanos() {
        return random.nextInt(1_000_000_000);
    }

    private long bytes() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        }
    }
}
