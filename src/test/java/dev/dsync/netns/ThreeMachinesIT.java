package dev.dsync.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of three machines that watch one share; all files are of their real sizes. */
@Tag("netns")
@Tag("root")
@Tag("slow")
final class ThreeMachinesIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LARGE = Duration.ofSeconds(150);
    private static final Duration KILLED_AFTER = Duration.ofSeconds(2);
    private static final long MB = 1_000_000;

    /** An edit of one place crosses as that place, and what describes where it stands. */
    private static final long EDIT_BYTES = MB;

    @TempDir private Path directory;

    @Test
    void threeMachines_areEqual_afterAllThatIsDoneToThem() throws IOException {
        try (Trio trio = Trio.open(directory)) {
            Times times = new Times(trio.network());
            begin(trio, times);
            copy(trio, times);
            edit(trio, times);
            Map<String, String> contents = trio.assertEqual(SOON);
            assertEquals(56, contents.size(), contents::toString);
            System.out.println(times);
        }
    }

    private static void begin(Trio trio, Times times) throws IOException {
        trio.a().folder().write("first", "was there before\n");
        trio.b().folder().write("of b", "was at b before\n");
        trio.start(trio.a());
        times.take(
                "b starts beside a",
                () -> {
                    trio.start(trio.b());
                    return trio.settle("b", SOON, trio.only("a", "b"));
                });
        times.take(
                "c starts beside them",
                () -> {
                    trio.start(trio.c());
                    return trio.settle("c", SOON);
                });
        for (Machine machine : trio.only("a", "b", "c")) {
            assertFalse(machine.said().contains("cannot go on"), machine::said);
        }
    }

    private static void copy(Trio trio, Times times) throws IOException {
        times.take(
                "10 MB written at a",
                () -> {
                    trio.a().folder().writeNoise("10 MB", 10 * MB, 1);
                    return trio.settle("10 MB", SOON);
                });
        times.take(
                "50 files, 650 MB at a; c killed and restarted",
                () -> {
                    long start = System.nanoTime();
                    for (int i = 0; i < 50; i++) {
                        trio.a().folder().writeNoise("folder/" + i, 20_000, i);
                    }
                    trio.a().folder().writeNoise("650 MB", 650 * MB, 2);
                    LockSupport.parkNanos(start + KILLED_AFTER.toNanos() - System.nanoTime());
                    trio.c().kill();
                    trio.start(trio.c());
                    trio.settle("650 MB", LARGE);
                    return Duration.ofNanos(System.nanoTime() - start);
                });
        trio.assertEqual(SOON);
        times.take(
                "650 MB deleted at c",
                () -> {
                    Files.delete(trio.c().folder().file("650 MB"));
                    return trio.settle("the delete", SOON);
                });
        times.take(
                "2 GB written at b",
                () -> {
                    trio.b().folder().writeNoise("2 GB", 2000 * MB, 3);
                    return trio.settle("2 GB", LARGE);
                });
    }

    private static void edit(Trio trio, Times times) throws IOException {
        long toA = trio.network().bytesTo("a");
        long toC = trio.network().bytesTo("c");
        times.take(
                "2 GB edited at b",
                () -> {
                    trio.b().folder().overwrite("2 GB", 1_234_567_890, "edited");
                    return trio.settle("the edit", LARGE);
                });
        assertTrue(trio.network().bytesTo("a") - toA <= EDIT_BYTES, times::toString);
        assertTrue(trio.network().bytesTo("c") - toC <= EDIT_BYTES, times::toString);
        times.take(
                "symbolic link made at a",
                () -> {
                    Files.createSymbolicLink(trio.a().folder().file("link"), Path.of("folder/7"));
                    return trio.settle("the link", SOON);
                });
        times.take(
                "10 MB edited at c",
                () -> {
                    trio.c().folder().overwrite("10 MB", 5_000_000, "edited at c");
                    return trio.settle("c's edit", SOON);
                });
        times.take(
                "12 bytes edited at c",
                () -> {
                    trio.c().folder().write("first", "edited at c\n");
                    return trio.settle("c's edit", SOON);
                });
        assertEquals("edited at c\n", trio.b().folder().read("first"));
    }
}
