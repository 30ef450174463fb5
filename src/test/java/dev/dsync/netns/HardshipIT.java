package dev.dsync.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Eventually;
import dev.dsync.process.NativeTool;
import dev.dsync.process.Precondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What befalls machines and their network: whatever it was, in the end all are equal. */
@Tag("netns")
@Tag("root")
@Tag("slow")
final class HardshipIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** In which others notice that a peer no longer answers. */
    private static final Duration NOTICED = Duration.ofSeconds(30);

    /** A peer that was away is dialled after half a minute, give or take half of that. */
    private static final Duration REDIALLED = Duration.ofSeconds(75);

    private static final Duration PROMPT = Duration.ofSeconds(10);
    private static final String CONFLICT = "both.sync-conflict-20240101-000000-";
    private static final Duration YEARS = Duration.ofDays(1100);

    @TempDir private Path directory;

    private static void assertNoticed(Machine by, Machine lost) throws IOException {
        Eventually.eventually(by + " misses " + lost, NOTICED, () -> !by.isLinkedWith(lost));
    }

    @Test
    void linkDownAndUp_losesNoEdit_andMakesOneConflictCopy() throws IOException {
        try (Trio trio = Trio.open(directory)) {
            trio.a().folder().write("both", "before\n");
            trio.a().folder().write("gone", "before\n");
            trio.startAll();
            trio.settle("it begins", SOON);
            trio.network().cut("c");
            trio.a().folder().write("both", "from a\n");
            trio.a().folder().write("of a", "a\n");
            trio.b().folder().write("of b", "b\n");
            trio.c().folder().write("of c", "c\n");
            trio.c().folder().write("both", "from c\n");
            FileTime old = FileTime.from(Instant.parse("2024-01-01T00:00:00Z"));
            Files.setLastModifiedTime(trio.c().folder().file("both"), old);
            Files.delete(trio.c().folder().file("gone"));
            trio.settle("a and b go on", PROMPT, trio.only("a", "b"));
            assertNoticed(trio.a(), trio.c());
            assertNoticed(trio.c(), trio.b());
            trio.network().mend("c");
            trio.settle("c is back", REDIALLED);
            Map<String, String> contents = trio.assertEqual(SOON);
            List<String> copies =
                    contents.keySet().stream().filter(name -> name.startsWith(CONFLICT)).toList();
            assertEquals(1, copies.size(), contents::toString);
            assertEquals(5, contents.size(), contents::toString);
            assertEquals("from a\n", trio.c().folder().read("both"));
            assertEquals("from c\n", trio.a().folder().read(copies.getFirst()));
        }
    }

    @Test
    void poorWire_isSlow_andLosesNothing() throws IOException {
        try (Trio trio = Trio.open(directory, net -> net.joinByPoorWire("c", 50, 20, 1))) {
            trio.startAll();
            trio.a().folder().writeNoise("from a", 500_000, 1);
            trio.c().folder().writeNoise("from c", 500_000, 2);
            trio.settle("files cross", REDIALLED);
            for (int i = 0; i < 10; i++) {
                trio.b().folder().write("folder/" + i, "of b " + i + "\n");
            }
            trio.c().folder().overwrite("from a", 250_000, "edited at c");
            trio.settle("edits cross", SOON);
            assertEquals(13, trio.assertEqual(SOON).size());
        }
    }

    @Test
    void stoppedMachine_isMissed_andHoldsNobodyUp() throws IOException {
        try (Trio trio = Trio.open(directory)) {
            trio.startAll();
            trio.a().folder().writeNoise("large", 100_000_000, 1);
            trio.settle("it begins", SOON);
            trio.c().signal("STOP");
            trio.b().folder().overwrite("large", 50_000_000, "edited at b");
            trio.settle("the edit", PROMPT, trio.only("a", "b"));
            trio.a().folder().writeNoise("another", 50_000_000, 2);
            trio.c().folder().write("of c", "written while its watch stands still\n");
            trio.settle("the file", PROMPT, trio.only("a", "b"));
            assertNoticed(trio.a(), trio.c());
            assertNoticed(trio.b(), trio.c());
            trio.a().folder().write("small", "a\n");
            trio.settle("the small one", PROMPT, trio.only("a", "b"));
            trio.c().signal("CONT");
            trio.settle("c is back", REDIALLED);
            assertEquals(4, trio.assertEqual(SOON).size());
        }
    }

    @Test
    void fullDisk_isTold_andHealsWhenThereIsRoom() throws IOException {
        try (Trio trio = Trio.open(directory);
                Mounted disk = Mounted.memory(trio.c().folder().path(), "16m")) {
            trio.startAll();
            trio.b().folder().write("before", "b\n");
            trio.settle("it begins", SOON);
            trio.a().folder().writeNoise("large", 40_000_000, 1);
            trio.settle("the large one", PROMPT, trio.only("a", "b"));
            Eventually.eventually(
                    "c tells why",
                    SOON,
                    () -> trio.c().said().contains("large: No space left on device: it takes 4"));
            Eventually.eventually(
                    "and counts it", SOON, () -> trio.c().status().contains("\"problems\":1"));
            trio.b().folder().write("small", "b\n");
            trio.settle("a and b go on", PROMPT, trio.only("a", "b"));
            assertFalse(trio.c().said().lines().count() > 40, trio.c()::said);
            disk.resize("200m");
            trio.settle("there is room", REDIALLED);
            assertEquals(3, trio.assertEqual(SOON).size());
            assertFalse(trio.c().status().contains("\"problems\":1"), trio.c()::said);
        }
    }

    @Test
    void clocksThatAreYearsOff_loseNothing() throws IOException {
        try (Trio trio = Trio.open(directory)) {
            setClock(trio.b(), YEARS);
            setClock(trio.c(), YEARS.negated());
            trio.a().folder().write("edited", "at a\n");
            trio.a().folder().write("deleted by c", "at a\n");
            trio.b().folder().write("deleted by a", "at b\n");
            trio.startAll();
            trio.settle("it begins", SOON);
            assertClock(trio.b(), Instant.now().plus(YEARS));
            assertClock(trio.c(), Instant.now().minus(YEARS));
            trio.c().folder().write("edited", "at c, later\n");
            Files.delete(trio.c().folder().file("deleted by c"));
            Files.delete(trio.a().folder().file("deleted by a"));
            trio.settle("c edits", SOON);
            assertEquals("at c, later\n", trio.b().folder().read("edited"));
            trio.b().folder().write("edited", "at b\n");
            trio.settle("b edits", SOON);
            trio.a().folder().write("edited", "at a once more\n");
            trio.settle("a edits", SOON);
            trio.b().kill();
            trio.c().kill();
            trio.start(trio.c());
            trio.start(trio.b());
            Map<String, String> contents = trio.assertEqual(SOON);
            assertEquals(1, contents.size(), contents::toString);
            assertEquals("at a once more\n", trio.c().folder().read("edited"));
        }
    }

    /** Sets the clock of one machine; files are dated by the one that all share. */
    private void setClock(Machine machine, Duration offset) throws IOException {
        // The loader splits the variable at spaces, which the build directory's path may have.
        Path library = directory.resolve("clock.so").toAbsolutePath();
        Files.copy(NativeTool.library("clock"), library, StandardCopyOption.REPLACE_EXISTING);
        machine.set("LD_PRELOAD", library.toString());
        machine.set("OFFSET_SECONDS", offset.toSeconds() + "");
        machine.set("DSYNC_JAVA_OPTS", "-Xlog:gc+init:stderr:utctime");
    }

    private static void assertClock(Machine machine, Instant about) {
        assertTrue(
                machine.said().contains("[" + about.toString().substring(0, "2024-01".length())),
                machine::said);
    }

    /** A file system in memory over a directory. */
    private record Mounted(Path place) implements AutoCloseable {
        static Mounted memory(Path place, String size) throws IOException {
            boolean mounted =
                    Command.of("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", place + "")
                                    .run()
                                    .exitCode()
                            == 0;
            Precondition.require(mounted, "nothing can be mounted");
            return new Mounted(place);
        }

        void resize(String size) throws IOException {
            Command.of("mount", "-o", "remount,size=" + size, place + "").run().succeeded();
        }

        @Override
        public void close() throws IOException {
            Command.of("umount", "-l", place + "").run().succeeded();
        }
    }
}
