package dev.dsync.io.fs;

import static dev.dsync.io.fs.RootContractTest.name;
import static dev.dsync.io.fs.RootContractTest.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody turns a directory into a link that leads outside, and back, as fast as they can, while
 * every operation goes through it: the tree outside is neither changed nor read.
 */
@Tag("slow")
final class FlippedParentTest {
    private static final int ROUNDS = 2_000;
    private static final byte INSIDE = 'i';
    private static final byte OUTSIDE = 'o';

    @TempDir Path temporary;

    /** One thing done in a directory that somebody flips. */
    @FunctionalInterface
    private interface Attempt {
        void in(Directory directory, Directory top) throws IOException;
    }

    static Stream<DirectoryOpener> openers() {
        return Stream.of(new DirectoryOpener.ByKernel(), new DirectoryOpener.ByComponent());
    }

    private static final Map<String, Attempt> ATTEMPTS = attempts();

    private static Map<String, Attempt> attempts() {
        Map<String, Attempt> all = new LinkedHashMap<>();
        all.put("names", (d, top) -> assertFalse(d.names().contains(name("canary"))));
        all.put("stat", (d, top) -> assertEquals(1, d.stat(name("file")).size()));
        all.put("read", (d, top) -> read(d, "file"));
        all.put("readLink", (d, top) -> assertEquals(target("in"), d.readLink(name("link"))));
        all.put("write", (d, top) -> write(d, "file"));
        all.put("create", (d, top) -> createAndUnlink(d));
        all.put("makeDirectory", (d, top) -> makeAndRemoveDirectory(d));
        all.put("makeSymlink", (d, top) -> makeAndUnlinkSymlink(d));
        all.put("makeSpecial", (d, top) -> makeAndUnlinkSpecial(d));
        all.put("link", (d, top) -> linkAndUnlink(d, top));
        all.put("rename", (d, top) -> renameAndBack(d, top, RenameMode.NO_REPLACE));
        all.put("replace", (d, top) -> renameAndBack(d, top, RenameMode.REPLACE));
        all.put(
                "exchange",
                (d, top) -> d.rename(name("file"), d, name("twin"), RenameMode.EXCHANGE));
        all.put("setMode", (d, top) -> d.setMode(name("file"), 0640));
        all.put("setOwner", (d, top) -> d.setOwner(name("file"), -1, -1));
        all.put("setModified", (d, top) -> d.setModified(name("file"), new Timestamp(1, 1)));
        all.put("openDirectory", (d, top) -> d.openDirectory(name("sub")).close());
        return all;
    }

    private static void read(Directory directory, String file) throws IOException {
        try (ReadableFile opened = directory.openFile(name(file))) {
            byte[] read = new byte[1];
            assertEquals(1, opened.read(0, read, 0, 1));
            assertEquals(INSIDE, read[0]);
        }
    }

    private static void write(Directory directory, String file) throws IOException {
        try (WritableFile opened = directory.openForWriting(name(file))) {
            opened.write(0, new byte[] {INSIDE}, 0, 1);
            opened.setMode(0600);
        }
    }

    private static void createAndUnlink(Directory directory) throws IOException {
        directory.createFile(name("new")).close();
        directory.unlink(name("new"));
    }

    private static void makeAndRemoveDirectory(Directory directory) throws IOException {
        directory.makeDirectory(name("new"), 0777);
        directory.removeDirectory(name("new"));
    }

    private static void makeAndUnlinkSymlink(Directory directory) throws IOException {
        directory.makeSymlink(name("new"), target("x"));
        directory.unlink(name("new"));
    }

    private static void makeAndUnlinkSpecial(Directory directory) throws IOException {
        directory.makeSpecial(name("new"), Kind.FIFO, 0666, 0, 0);
        directory.unlink(name("new"));
    }

    private static void linkAndUnlink(Directory directory, Directory top) throws IOException {
        directory.link(name("file"), top, name("linked"));
        try {
            read(top, "linked");
        } finally {
            top.unlink(name("linked"));
        }
    }

    private static void renameAndBack(Directory directory, Directory top, RenameMode mode)
            throws IOException {
        directory.rename(name("file"), top, name("moved"), mode);
        top.rename(name("moved"), directory, name("file"), mode);
    }

    /**
     * The tree inside, and the same names outside, so that what went astray would find something to
     * harm.
     */
    private void makeTrees() throws IOException {
        for (String tree :
                new String[] {
                    "root/parent",
                    "root/parent/sub",
                    "root/parent/sub/sub",
                    "outside",
                    "outside/sub",
                    "outside/sub/sub"
                }) {
            Path directory = Files.createDirectories(temporary.resolve(tree));
            byte[] content = {tree.startsWith("root") ? INSIDE : OUTSIDE};
            Files.write(directory.resolve("file"), content);
            Files.write(directory.resolve("twin"), content);
            Files.createSymbolicLink(
                    directory.resolve("link"), Path.of(tree.startsWith("root") ? "in" : "out"));
        }
        Files.write(temporary.resolve("outside/file"), new byte[] {OUTSIDE, OUTSIDE});
        Files.write(temporary.resolve("outside/sub/file"), new byte[] {OUTSIDE, OUTSIDE});
        Files.write(temporary.resolve("outside/canary"), new byte[] {OUTSIDE});
        Files.write(temporary.resolve("outside/sub/canary"), new byte[] {OUTSIDE});
        Files.write(temporary.resolve("root/last"), new byte[] {INSIDE});
        Files.createSymbolicLink(temporary.resolve("root/parent.link"), Path.of("../outside"));
        Files.createSymbolicLink(temporary.resolve("root/last.link"), Path.of("../outside/file"));
    }

    /** All that can be seen of a tree without reading it. */
    private static Map<RelPath, Stat> stats(Directory directory, RelPath path) throws Exception {
        Map<RelPath, Stat> stats = new TreeMap<>();
        stats.put(path, directory.stat());
        for (Name name : directory.names()) {
            stats.put(path.child(name), directory.stat(name));
            if (directory.stat(name).kind() == Kind.DIRECTORY) {
                try (Directory below = directory.openDirectory(name)) {
                    stats.putAll(stats(below, path.child(name)));
                }
            }
        }
        return stats;
    }

    private static Map<RelPath, Stat> stats(Root root) throws Exception {
        try (Directory top = root.open(RelPath.ROOT)) {
            return stats(top, RelPath.ROOT);
        }
    }

    private Root open(DirectoryOpener opener, String directory) throws IOException {
        byte[] path = temporary.resolve(directory).toString().getBytes(StandardCharsets.UTF_8);
        return new LinuxFileSystem(opener).openRoot(path);
    }

    /** Somebody who has begun to flip, and goes on until told to stop; how often he did. */
    private static Future<Integer> flipping(
            ExecutorService threads, Root root, String one, AtomicBoolean stop)
            throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Future<Integer> flips = threads.submit(flipper(root, one, stop, begun));
        begun.await();
        return flips;
    }

    private static Callable<Integer> flipper(
            Root root, String one, AtomicBoolean stop, CountDownLatch begun) {
        return () -> {
            int flips = 0;
            try (Directory top = root.open(RelPath.ROOT)) {
                while (!stop.get() || flips % 2 != 0) {
                    top.rename(name(one), top, name(one + ".link"), RenameMode.EXCHANGE);
                    flips++;
                    begun.countDown();
                }
            }
            return flips;
        };
    }

    @ParameterizedTest
    @MethodSource("openers")
    void parentFlipped_nothingOutsideIsTouched(DirectoryOpener opener) throws Exception {
        makeTrees();
        AtomicBoolean stop = new AtomicBoolean();
        try (Root root = open(opener, "root");
                Root outside = open(opener, "outside");
                Directory top = root.open(RelPath.ROOT);
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Map<RelPath, Stat> before = stats(outside);
            Future<Integer> flips = flipping(threads, root, "parent", stop);
            int done = 0;
            int refused = 0;
            try {
                for (Map.Entry<String, Attempt> attempt : ATTEMPTS.entrySet()) {
                    for (int round = 0; round < ROUNDS; round++) {
                        try (Directory directory = openSomehow(root, top, round)) {
                            attempt.getValue().in(directory, top);
                            done++;
                        } catch (FsException e) {
                            // It may be a directory again when the reason is looked for.
                            assertTrue(
                                    e.reason() == Reason.SYMLINK
                                            || e.reason() == Reason.NOT_DIRECTORY,
                                    () -> attempt.getKey() + ": " + e.reason());
                            refused++;
                        }
                    }
                }
            } finally {
                stop.set(true);
                assertNotEquals(0, flips.get());
            }
            assertTrue(done > 0 && refused > 0, done + " done, " + refused + " refused");
            assertEquals(before, stats(outside));
        }
    }

    /** By every way there is to a directory that lies behind the flipped name. */
    private static Directory openSomehow(Root root, Directory top, int round) throws IOException {
        return switch (round % 3) {
            case 0 -> root.open(RelPath.literal("parent"));
            case 1 -> root.open(RelPath.literal("parent/sub"));
            default -> top.openDirectory(name("parent"));
        };
    }

    @ParameterizedTest
    @MethodSource("openers")
    void fileFlipped_nothingOutsideIsTouched(DirectoryOpener opener) throws Exception {
        makeTrees();
        AtomicBoolean stop = new AtomicBoolean();
        Name last = name("last");
        Map<String, Attempt> attempts =
                Map.of(
                        "read", (d, top) -> read(d, "last"),
                        "write", (d, top) -> write(d, "last"),
                        "setMode", (d, top) -> d.setMode(last, 0604),
                        "setOwner", (d, top) -> d.setOwner(last, -1, -1),
                        "setModified", (d, top) -> d.setModified(last, new Timestamp(1, 1)));
        try (Root root = open(opener, "root");
                Root outside = open(opener, "outside");
                Directory top = root.open(RelPath.ROOT);
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Map<RelPath, Stat> before = stats(outside);
            Future<Integer> flips = flipping(threads, root, "last", stop);
            int refused = 0;
            try {
                for (Attempt attempt : attempts.values()) {
                    for (int round = 0; round < 5 * ROUNDS; round++) {
                        try {
                            attempt.in(top, top);
                        } catch (FsException e) {
                            assertTrue(
                                    e.reason() == Reason.SYMLINK
                                            || e.reason() == Reason.UNSUPPORTED);
                            refused++;
                        }
                    }
                }
            } finally {
                stop.set(true);
                assertNotEquals(0, flips.get());
            }
            assertTrue(refused > 0);
            assertEquals(before, stats(outside));
        }
    }
}
