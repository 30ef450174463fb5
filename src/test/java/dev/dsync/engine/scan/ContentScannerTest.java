package dev.dsync.engine.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.ContentScanner.ContentScan;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.WritableFile;
import dev.dsync.io.index.IndexedChunk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentScannerTest {
    private static final int STRETCH = 60_000;

    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final List<IndexedChunk> records = new ArrayList<>();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    private ContentScanner scanner(int workers, long stretchBytes) {
        return new ContentScanner(
                new MemoryPageStore(), Truth.SEED, workers, threads, stretchBytes);
    }

    private Truth scan(ContentScanner scanner, FileOpener file) throws IOException {
        records.clear();
        ContentScan scan = scanner.scan(file, records::add);
        return new Truth(scan.manifest().root(), List.copyOf(records));
    }

    @RepeatedTest(12)
    void anyWorkersAndStretches_giveWhatOnePassGives(RepetitionInfo repetition) throws IOException {
        int seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        int workers = 1 + seed % 4;
        long stretchBytes = 1L + random.nextInt(seed % 3 == 0 ? 20_000 : 300_000);
        ContentScanner scanner = scanner(workers, stretchBytes);
        for (Map.Entry<String, byte[]> shape : Bytes.shapes(seed).entrySet()) {
            byte[] bytes = shape.getValue();
            Truth truth = Truth.of(bytes);
            String message = shape.getKey() + ", seed " + seed;
            for (HeldFile file : List.of(HeldFile.of(bytes), HeldFile.holed(bytes, 4096))) {
                assertEquals(truth, scan(scanner, file), message);
                assertEquals(0, file.open.get(), message);
            }
        }
    }

    @Test
    void fileOfAnySize_isCut() throws IOException {
        ContentScanner scanner = scanner(2, STRETCH);
        for (int size : new int[] {0, 1, 2048, 16_384, 49_152, 49_153, 524_288, 524_289}) {
            byte[] bytes = Bytes.noise(size, size);
            assertEquals(Truth.of(bytes), scan(scanner, HeldFile.of(bytes)), size + " bytes");
        }
    }

    @Test
    void holeOfAnySize_isCutAsZeros() throws IOException {
        ContentScanner scanner = scanner(1, STRETCH);
        byte[] noise = Bytes.noise(6, 60_000);
        noise[0] = 1;
        for (int before : new int[] {0, 1, 16_384}) {
            for (int around : new int[] {16_384, 49_152, 65_536, 98_304, 1 << 20}) {
                for (int hole = around - 2; hole <= around + 2; hole++) {
                    byte[] bytes = new byte[before + hole + noise.length];
                    System.arraycopy(noise, 0, bytes, before + hole, noise.length);
                    HeldFile file =
                            new HeldFile(bytes.length)
                                    .with(0, new byte[before])
                                    .with(before + hole, noise);
                    assertEquals(Truth.of(bytes), scan(scanner, file), before + " and " + hole);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void greatHoles_areNotRead(int workers) throws IOException {
        byte[] noise = Bytes.noise(1, 100_000);
        HeldFile file =
                new HeldFile(100L << 30)
                        .with(5L << 30, noise)
                        .with((5L << 30) + 200_000, noise)
                        .with(50L << 30, noise)
                        .with((100L << 30) - 100_000, noise);
        ContentScanner scanner = new ContentScanner(new MemoryPageStore(), 1, workers, threads);
        Truth truth = scan(scanner, file);
        assertEquals(100L << 30, truth.root().bytes());
        assertEquals(scan(scanner(1, STRETCH), file).root(), truth.root());
        assertTrue(truth.records().size() < 40, truth.records().size() + " records");
        assertTrue(file.bytesRead.get() < 2_000_000, file.bytesRead + " bytes");
    }

    @Test
    void sparseFileOfThisMachine_isCutAtOnce(@TempDir Path directory) throws IOException {
        byte[] path = directory.toString().getBytes(StandardCharsets.UTF_8);
        Name name = Name.literal("sparse");
        byte[] noise = Bytes.noise(1, 100_000);
        try (Root root = FileSystem.ofThisMachine().openRoot(path);
                Directory opened = root.open(RelPath.ROOT)) {
            try (WritableFile file = opened.createFile(name)) {
                file.truncate(100L << 30);
                file.write(50L << 30, noise, 0, noise.length);
            }
            ContentScanner scanner = new ContentScanner(new MemoryPageStore(), 1, 2, threads);
            Truth truth = scan(scanner, () -> opened.openFile(name));
            HeldFile same = new HeldFile(100L << 30).with(50L << 30, noise);
            assertEquals(scan(scanner, same), truth);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void fileThatChanges_isTold(int workers) throws IOException {
        byte[] bytes = Bytes.noise(2, 900_000);
        ContentScanner scanner = scanner(workers, STRETCH);
        HeldFile written = HeldFile.of(bytes);
        written.watcher = position -> written.changes.addAndGet(position > 500_000 ? 1 : 0);
        assertThrows(ContentChangedException.class, () -> scan(scanner, written));
        HeldFile cutOff = HeldFile.of(bytes);
        cutOff.readEnd = 600_000;
        assertThrows(ContentChangedException.class, () -> scan(scanner, cutOff));
        assertEquals(0, written.open.get() + cutOff.open.get());
        assertEquals(Truth.of(bytes), scan(scanner, HeldFile.of(bytes)));
    }

    @Test
    void helperThatOpensAnotherFile_isToldOf() {
        HeldFile one = HeldFile.of(Bytes.noise(3, 900_000));
        HeldFile other = HeldFile.of(Bytes.noise(3, 900_000));
        other.changes.set(1);
        FileOpener replaced = () -> one.opened.get() == 0 ? one.open() : other.open();
        // the caller waits in its first stretch for the helper to have opened the other
        one.watcher = position -> waitUntil(() -> other.opened.get() > 0);
        assertThrows(ContentChangedException.class, () -> scan(scanner(2, STRETCH), replaced));
        assertEquals(0, one.open.get() + other.open.get());
    }

    private static void waitUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void helperThatFails_failsTheScan() throws IOException {
        byte[] bytes = Bytes.noise(4, 900_000);
        HeldFile file = HeldFile.of(bytes);
        Thread caller = Thread.currentThread();
        IOException failure = new IOException("bad sector");
        boolean[] failed = {false};
        file.watcher =
                position -> {
                    if (!Thread.currentThread().equals(caller)) {
                        synchronized (failed) {
                            failed[0] = true;
                        }
                        throw failure;
                    }
                    waitUntil(
                            () -> {
                                synchronized (failed) {
                                    return failed[0];
                                }
                            });
                };
        ContentScanner scanner = scanner(2, STRETCH);
        assertSame(failure, assertThrows(IOException.class, () -> scan(scanner, file)));
        assertEquals(0, file.open.get());
        assertEquals(Truth.of(bytes), scan(scanner, HeldFile.of(bytes)));
    }

    /** The helper has cut as many stretches as may wait to be joined, and waits itself. */
    @Test
    @Timeout(60)
    void callerThatFails_endsTheHelper() {
        HeldFile file = HeldFile.of(Bytes.noise(7, 1_500_000));
        Thread caller = Thread.currentThread();
        AtomicReference<Thread> helper = new AtomicReference<>(caller);
        IOException failure = new IOException("bad sector");
        file.watcher =
                position -> {
                    if (Thread.currentThread().equals(caller)) {
                        waitUntil(() -> helper.get().getState() == Thread.State.WAITING);
                        throw failure;
                    }
                    helper.set(Thread.currentThread());
                };
        assertSame(failure, assertThrows(IOException.class, () -> scan(scanner(2, STRETCH), file)));
        assertEquals(0, file.open.get());
    }

    @Test
    void executorWithoutThreads_leavesAllToTheCaller() throws IOException {
        byte[] bytes = Bytes.noise(5, 900_000);
        Truth truth = Truth.of(bytes);
        Deque<Runnable> late = new ArrayDeque<>();
        ContentScanner never =
                new ContentScanner(new MemoryPageStore(), Truth.SEED, 3, late::add, STRETCH);
        assertEquals(truth, scan(never, HeldFile.of(bytes)));
        assertEquals(2, late.size());
        HeldFile next = HeldFile.of(bytes);
        next.watcher = position -> late.forEach(Runnable::run);
        assertEquals(truth, scan(never, next));
        ContentScanner callers =
                new ContentScanner(new MemoryPageStore(), Truth.SEED, 3, Runnable::run, STRETCH);
        assertEquals(truth, scan(callers, HeldFile.of(bytes)));
    }
}
