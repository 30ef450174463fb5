package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.WritableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a gigabyte that are holes but for a few bytes: nothing of them is made that large. */
@Timeout(60)
final class SparseContentTest {
    private static final long GIB = 1L << 30;

    /** Two pages, and what else a file system may take for each run of data. */
    private static final long ALLOCATED_MAX = 1 << 20;

    private final Scenario scenario = new Scenario(1);

    SparseContentTest() throws IOException {}

    private static void put(MemoryTree tree, long size, Map<Long, String> data, int seconds)
            throws IOException {
        tree.at(
                "f",
                (directory, name) -> {
                    try (WritableFile file =
                            directory.names().contains(name)
                                    ? directory.openForWriting(name)
                                    : directory.createFile(name)) {
                        file.truncate(0);
                        file.truncate(size);
                        for (Map.Entry<Long, String> run : data.entrySet()) {
                            byte[] bytes = run.getValue().getBytes(StandardCharsets.UTF_8);
                            file.write(run.getKey(), bytes, 0, bytes.length);
                        }
                        file.setModified(new Timestamp(seconds, 5));
                    }
                });
    }

    /** Bytes that are not zero, by their position, and the last position. */
    private static NavigableMap<Long, Byte> data(MemoryTree tree) throws IOException {
        NavigableMap<Long, Byte> data = new TreeMap<>();
        tree.at(
                "f",
                (directory, name) -> {
                    try (ReadableFile file = directory.openFile(name)) {
                        assertTrue(
                                file.stat().allocated() <= ALLOCATED_MAX,
                                () -> "takes room for more than its data");
                        byte[] page = new byte[4096];
                        for (long at = file.nextData(0); at >= 0; at = file.nextData(at)) {
                            int read = file.read(at, page, 0, page.length);
                            for (int i = 0; i < read; i++) {
                                if (page[i] != 0) {
                                    data.put(at + i, page[i]);
                                }
                            }
                            at += read;
                        }
                        data.put(file.stat().size(), (byte) 0);
                    }
                });
        return data;
    }

    private void run(boolean push, long bytesMax) throws IOException {
        try (VirtualRun run = scenario.run(push).toEnd()) {
            Ending.Done done =
                    assertInstanceOf(
                            Ending.Done.class, run.ending(), () -> run.listenerEnding().toString());
            assertEquals(0, done.problems(), () -> scenario.problems().toString());
            long bytes = run.bytesToListener() + run.bytesToDialler();
            assertTrue(bytes <= bytesMax, bytes + " bytes");
        }
        assertEquals(data(scenario.source), data(scenario.target));
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFewOtherBytes_areAFewChunks(boolean push) throws IOException {
        put(scenario.target, GIB, Map.of(0L, "begin", 1000L, "old", GIB - 5, "end"), 1);
        put(scenario.source, GIB, Map.of(0L, "begin", GIB / 2, "new", GIB - 5, "end"), 2);
        run(push, 10_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void holeThatGrew_isNotSent(boolean push) throws IOException {
        put(scenario.target, 2 << 20, Map.of(1000L, "old"), 1);
        put(scenario.source, GIB, Map.of(1000L, "old", GIB - 3, "end"), 2);
        run(push, 100_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wholeFile_keepsItsHoles(boolean push) throws IOException {
        scenario.wholeFiles = true;
        put(scenario.target, GIB, Map.of(0L, "begin"), 1);
        put(scenario.source, GIB, Map.of(0L, "begun", GIB / 2, "new"), 2);
        run(push, 10_000);
    }

    /** More files than a source remembers manifests of with their pages. */
    @Test
    void thousandsOfLargeFiles_arriveAsDifferences() throws IOException {
        int files = 1500;
        byte[] noise = Edit.noise(32 << 10, new SplittableRandom(1));
        for (int i = 0; i < files; i++) {
            noise[i]++;
            for (MemoryTree tree : List.of(scenario.source, scenario.target)) {
                boolean fresh = tree == scenario.source;
                tree.at(
                        "f" + i,
                        (directory, name) -> {
                            try (WritableFile file = directory.createFile(name)) {
                                file.write(0, noise, 0, noise.length);
                                file.write(1 << 20, noise, 0, fresh ? 10 : 1);
                                file.setModified(new Timestamp(fresh ? 2 : 1, 5));
                            }
                        });
            }
        }
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
            long bytes = run.bytesToListener() + run.bytesToDialler();
            assertTrue(bytes < files * 12_000L, bytes + " bytes");
        }
    }
}
