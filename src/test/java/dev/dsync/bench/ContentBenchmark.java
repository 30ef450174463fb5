package dev.dsync.bench;

import dev.dsync.core.chunk.ManifestStream;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.FastHash128;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.scan.ContentScanner;
import dev.dsync.engine.scan.ContentScanner.ContentScan;
import dev.dsync.engine.scan.FileOpener;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.WritableFile;
import dev.dsync.io.index.Index;
import dev.dsync.io.index.IndexStore;
import dev.dsync.io.index.IndexedFile;
import dev.dsync.io.index.ManifestSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many MiB of noise are hashed, made a manifest of as they come, scanned from a file in the
 * page cache, and scanned again, in a second; and how many files of 2 KiB.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
public class ContentBenchmark {
    private static final int MIBS = 256;
    private static final int PIECE = 128 << 10;
    private static final int SMALL = 2048;
    private static final long SEED = 7;

    private final byte[] bytes = new byte[1 << 20];
    private final ManifestStream stream = new ManifestStream(new MemoryPageStore());
    private final Sha256 sha256 = new Sha256();
    private final FastHash128 fastHash = new FastHash128(SEED);
    private final ExecutorService helper = Executors.newSingleThreadExecutor();
    private final ContentScanner alone = scanner(1);
    private final ContentScanner two = scanner(2);
    private final Index index = IndexStore.openMemory(Sha256.of(bytes), new Random(1));
    private final Path path = Path.of("target", "content-benchmark").toAbsolutePath();
    private Directory directory;
    private FileOpener whole;
    private FileOpener edited;
    private FileOpener other;
    private IndexedFile known;

    /** Makes the files. */
    @Setup
    public void setup() throws IOException {
        new SplittableRandom(1).nextBytes(bytes);
        Files.createDirectories(path);
        FileSystem system = FileSystem.ofThisMachine();
        try (Root root = system.openRoot(path.toString().getBytes(StandardCharsets.UTF_8))) {
            directory = root.open(RelPath.ROOT);
        }
        whole = file("whole", 1, 0);
        edited = file("edited", 1, 10);
        other = file("other", 2, 0);
        RelPath name = RelPath.literal("whole");
        ManifestSink sink = index.manifest(name);
        ContentScan scan = alone.scan(whole, sink::add);
        sink.finish(scan.stat().stamp(), new Timestamp(0, 0), scan.manifest().root());
        known = index.find(name).orElseThrow();
    }

    private FileOpener file(String file, long seed, int more) throws IOException {
        Name name = Name.literal(file);
        byte[] mib = new byte[1 << 20];
        SplittableRandom random = new SplittableRandom(seed);
        Files.deleteIfExists(path.resolve(file));
        try (WritableFile out = directory.createFile(name)) {
            long at = 0;
            for (int i = 0; i < MIBS; i++) {
                random.nextBytes(mib);
                // ten bytes put in at a third of the file
                int extra = i == MIBS / 3 ? more : 0;
                out.write(at, mib, 0, extra);
                out.write(at + extra, mib, 0, mib.length);
                at += extra + mib.length;
            }
        }
        return () -> directory.openFile(name);
    }

    private ContentScanner scanner(int workers) {
        return new ContentScanner(new MemoryPageStore(), SEED, workers, helper);
    }

    /** Removes the files. */
    @TearDown
    public void tearDown() throws IOException {
        helper.shutdown();
        directory.close();
        index.close();
        for (String file : new String[] {"whole", "edited", "other"}) {
            Files.delete(path.resolve(file));
        }
        Files.delete(path);
    }

    /** What nothing can beat that names chunks. */
    @Benchmark
    public Digest sha256() {
        for (int at = 0; at < bytes.length; at += 1 << 15) {
            sha256.update(bytes, at, 1 << 15);
        }
        return sha256.finish();
    }

    /** What nothing can beat that recognises chunks. */
    @Benchmark
    public long fastHash() {
        long sum = 0;
        for (int at = 0; at < bytes.length; at += 1 << 15) {
            fastHash.take(bytes, at, 1 << 15);
            sum += fastHash.low();
        }
        return sum;
    }

    /** Bytes in memory, in pieces as they travel. */
    @Benchmark
    public Object stream() throws IOException {
        for (int at = 0; at < bytes.length; at += PIECE) {
            stream.write(bytes, at, PIECE);
        }
        return stream.finish();
    }

    /** One operation is a file of 2 KiB. */
    @Benchmark
    @OperationsPerInvocation((1 << 20) / SMALL)
    public long streamSmall() throws IOException {
        long sum = 0;
        for (int at = 0; at < bytes.length; at += SMALL) {
            stream.write(bytes, at, SMALL);
            sum += stream.finish().root().bytes();
        }
        return sum;
    }

    /** Two digests of 2 KiB in all, as a small file needs. */
    @Benchmark
    @OperationsPerInvocation((1 << 20) / SMALL)
    public long sha256Small() {
        long sum = 0;
        for (int at = 0; at < bytes.length; at += SMALL) {
            sum += sha256.update(bytes, at, SMALL).finish().a();
            sum += sha256.update(bytes, at, 48).finish().a();
        }
        return sum;
    }

    /** A file, by one thread. */
    @Benchmark
    @OperationsPerInvocation(MIBS)
    public Object scan() throws IOException {
        return alone.scan(whole, chunk -> {});
    }

    /** A file, by two threads. */
    @Benchmark
    @OperationsPerInvocation(MIBS)
    public Object scanByTwo() throws IOException {
        return two.scan(whole, chunk -> {});
    }

    /** A file that was touched and not changed. */
    @Benchmark
    @OperationsPerInvocation(MIBS)
    public Object rescan() throws IOException {
        return alone.rescan(whole, index, known, chunk -> {});
    }

    /** A file into which a few bytes were put. */
    @Benchmark
    @OperationsPerInvocation(MIBS)
    public Object rescanEdited() throws IOException {
        return alone.rescan(edited, index, known, chunk -> {});
    }

    /** A file of which nothing is left as it was. */
    @Benchmark
    @OperationsPerInvocation(MIBS)
    public Object rescanOther() throws IOException {
        return alone.rescan(other, index, known, chunk -> {});
    }
}
