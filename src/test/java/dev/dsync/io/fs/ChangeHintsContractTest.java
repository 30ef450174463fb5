package dev.dsync.io.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.ChangeHints.Hint;
import dev.dsync.io.fs.Directory.RenameMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is hinted of a root, whatever it is made of. */
abstract class ChangeHintsContractTest extends WatchedRoot {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void nothingDone_nothingHinted() throws IOException {
        assertHints();
        assertEquals(List.of(), hints.await(Duration.ofMillis(20)));
        try (Directory directory = root.open(RelPath.ROOT)) {
            assertEquals(List.of(), directory.names());
        }
        assertHints();
        assertTrue(hints.limit().isEmpty());
    }

    @Test
    void write_isWrittenUntilItIsClosed() throws IOException {
        WritableFile file = top.createFile(Name.literal("f"));
        assertHints(changed("f"));
        file.write(0, new byte[9], 0, 9);
        file.setMode(0640);
        assertHints(new Hint.Written(path("f")));
        file.write(9, new byte[9], 0, 9);
        file.close();
        top.setMode(Name.literal("f"), 0600);
        assertHints(closed("f"));
        append("f");
        WritableFile again = top.openForWriting(Name.literal("f"));
        again.truncate(1);
        assertHints(new Hint.Written(path("f")));
        again.close();
        assertHints(closed("f"));
    }

    @Test
    void await_endsWhenSomethingChanges() throws Exception {
        Thread writer =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try (Directory directory = root.open(RelPath.ROOT)) {
                                        directory.makeDirectory(Name.literal("d"), 0755);
                                    } catch (IOException e) {
                                        throw new IllegalStateException(e);
                                    }
                                });
        assertEquals(List.of(changed("d")), hints.await(SOON));
        writer.join();
    }

    @Test
    void wake_endsTheWait_alsoTheNext() throws Exception {
        hints.wake();
        assertEquals(List.of(), hints.await(Duration.ofDays(1000)));
        Thread waker = Thread.ofVirtual().start(hints::wake);
        assertEquals(List.of(), hints.await(Duration.ofDays(1000)));
        waker.join();
        ChangeHints other = openHints();
        other.close();
        other.close();
        other.wake();
    }

    @Test
    void directoriesMadeWithContents_areHintedWithThem_andWatched() throws IOException {
        makeDirectories("a", "a/b", "a/b/c");
        write("a/f");
        write("a/b/c/g");
        assertPaths("a", "a/b", "a/b/c", "a/b/c/g", "a/f");
        append("a/b/c/g");
        write("a/b/h");
        assertHints(closed("a/b/c/g"), closed("a/b/h"));
    }

    @Test
    void directoryMadeAgain_isWatched() throws IOException {
        for (int i = 0; i < 3; i++) {
            makeDirectories("a", "a/b");
            write("a/b/f");
            now();
            append("a/b/f");
            assertHints(closed("a/b/f"));
            removeAll("a");
            assertHints(removed("a"), removed("a/b"), removed("a/b/f"));
        }
        makeDirectories("a");
        removeAll("a");
        makeDirectories("a");
        write("a/f");
        assertPaths("a", "a/f");
    }

    @Test
    void fileMoved_within_into_outOf() throws IOException {
        makeDirectories("d");
        write("f");
        now();
        rename("root/f", "root/d/g");
        assertHints(moved("f", "d/g"));
        rename("root/d/g", "out/g");
        assertHints(removed("d/g"));
        rename("out/g", "root/h");
        assertHints(changed("h"));
        write("n");
        rename("root/n", "root/h");
        assertHints(moved("n", "h"));
    }

    @Test
    void movesInOneBatch_areJoined() throws IOException {
        write("a");
        now();
        rename("root/a", "root/b");
        rename("root/b", "root/c");
        assertHints(removed("b"), moved("a", "c"));
        append("c");
        rename("root/c", "root/d");
        append("d");
        assertHints(removed("c"), closed("d"));
        write("e");
        now();
        rename("root/d", "root/e", RenameMode.EXCHANGE);
        assertHints(changed("d"), changed("e"));
    }

    @Test
    void directoryMoved_keepsBeingWatched_underItsNewPath() throws IOException {
        makeDirectories("a", "a/b", "z");
        write("a/b/f");
        now();
        append("a/b/f");
        rename("root/a", "root/z/y");
        write("z/y/b/g");
        assertHints(moved("a", "z/y"), closed("z/y/b/f"), closed("z/y/b/g"));
        append("z/y/b/f");
        makeDirectories("z/y/b/n");
        assertHints(closed("z/y/b/f"), changed("z/y/b/n"));
        rename("root/z/y", "out/y");
        assertHints(removed("z/y"));
        try (Directory out = above.open(path("out/y/b"))) {
            out.createFile(Name.literal("unseen")).close();
        }
        assertHints();
        rename("out/y", "root/a");
        assertPaths("a", "a/b", "a/b/f", "a/b/g", "a/b/n", "a/b/unseen");
        append("a/b/f");
        assertHints(closed("a/b/f"));
    }

    @Test
    void directoriesExchanged_areWatchedAsWhatTheyAreNow() throws IOException {
        makeDirectories("a", "b");
        write("a/1");
        write("b/2");
        now();
        rename("root/a", "root/b", RenameMode.EXCHANGE);
        now();
        append("b/1");
        append("a/2");
        assertHints(closed("a/2"), closed("b/1"));
    }

    @Test
    void directoriesMadeAndMovedBehindItsBack_areWatchedAsWhatTheyAreNow() throws IOException {
        makeDirectories("a");
        rename("root/a", "root/b");
        makeDirectories("a");
        rename("root/a", "root/c");
        rename("root/b", "root/a");
        makeDirectories("b");
        now();
        for (String path : List.of("a", "b", "c")) {
            write(path + "/f");
            assertHints(closed(path + "/f"));
        }
    }

    @Test
    void directoryReplacedByLink_isNotFollowed() throws IOException {
        makeDirectories("d");
        now();
        top.removeDirectory(Name.literal("d"));
        top.makeSymlink(Name.literal("d"), RootContractTest.target("../out"));
        assertHints(changed("d"));
        try (Directory out = above.open(path("out"))) {
            out.createFile(Name.literal("f")).close();
        }
        assertHints();
        makeDirectories("e");
        rename("root/e", "out/e");
        top.makeSymlink(Name.literal("e"), RootContractTest.target("../out/e"));
        now();
        try (Directory out = above.open(path("out/e"))) {
            out.createFile(Name.literal("f")).close();
        }
        assertHints();
    }

    @Test
    void attributes_areHinted_ofDirectoriesAndTheRootToo() throws IOException {
        makeDirectories("d");
        write("d/f");
        now();
        top.setMode(Name.literal("d"), 0700);
        try (Directory d = open("d")) {
            d.setMode(Name.literal("f"), 0640);
        }
        top.setMode(0711);
        assertHints(new Hint.Changed(RelPath.ROOT), changed("d"), changed("d/f"));
        try (Directory d = open("d")) {
            d.setModified(Name.literal("f"), new Timestamp(5, 0));
            d.setModified(new Timestamp(6, 0));
        }
        assertHints(changed("d"), new Hint.Written(path("d/f")));
    }

    @Test
    void ignoredNames_areNotHinted_andMovesOutOfThemAreNew() throws IOException {
        makeDirectories(".dsync", ".dsync/x", "d");
        write(".dsync/x/f");
        write(".dsync-1");
        assertPaths("d");
        rename("root/.dsync-1", "root/d/f");
        assertHints(changed("d/f"));
        write(".dsync-2");
        rename("root/.dsync-2", "root/d/f", RenameMode.EXCHANGE);
        assertHints(changed("d/f"));
        rename("root/d/f", "root/.dsync-3");
        assertHints(removed("d/f"));
        rename("root/.dsync/x", "root/x");
        assertPaths("x", "x/f");
        append("x/f");
        assertHints(closed("x/f"));
    }

    @Test
    void names_areBytes() throws IOException, IllegalNameException {
        Name odd = Name.of("a\n\u001b[1m\u00ff\u00fe".getBytes(StandardCharsets.ISO_8859_1));
        top.makeDirectory(odd, 0755);
        RelPath path = RelPath.ROOT.child(odd);
        assertHints(new Hint.Changed(path));
        try (Directory directory = root.open(path)) {
            directory.createFile(odd).close();
        }
        assertHints(new Hint.Closed(path.child(odd)));
    }

    @Test
    void manyFiles_areAllHinted_orAnOverflow() throws IOException {
        makeDirectories("d");
        now();
        try (ChangeHints few = openHints(root, 100);
                Directory d = open("d")) {
            for (int i = 0; i < 1000; i++) {
                d.createFile(Name.literal("f" + i)).close();
            }
            List<Hint> all = now();
            assertEquals(1000, all.size());
            assertTrue(all.stream().allMatch(Hint.Closed.class::isInstance));
            List<Hint> some = new ArrayList<>(few.await(Duration.ZERO));
            boolean missed = some.getFirst() instanceof Hint.Overflow;
            assertTrue(some.size() <= 101);
            while (!missed && some.size() < 1000) {
                some.addAll(few.await(SOON));
                missed = some.contains(new Hint.Overflow());
            }
            while (!few.await(Duration.ZERO).isEmpty()) {}
            d.unlink(Name.literal("f7"));
            assertEquals(List.of(removed("d/f7")), few.await(SOON));
        }
    }

    @Test
    void rootRemovedOrMoved_isSaid() throws IOException {
        rename("root", "moved");
        assertHints(new Hint.RootGone());
        write("f");
        assertHints(closed("f"));
        top.unlink(Name.literal("f"));
        try (Directory directory = above.open(RelPath.ROOT)) {
            ChangeHints second = openHints();
            directory.removeDirectory(Name.literal("moved"));
            List<Hint> gone = second.await(SOON);
            assertTrue(gone.contains(new Hint.RootGone()), gone::toString);
            assertFalse(second.await(Duration.ZERO).contains(new Hint.RootGone()));
            second.close();
        }
    }

    /** Seeds of which events put a directory below itself, and one more. */
    static LongStream seeds() {
        Long given = Long.getLong("dsync.seed");
        return LongStream.of(16, 19, given == null ? new Random().nextLong() : given);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void afterManyMoves_everyDirectoryIsWatchedUnderItsPath(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            for (int step = 0; step < 30; step++) {
                changeSomething(random);
                if (random.nextInt(12) == 0) {
                    now();
                }
            }
            now();
            List<Hint> expected = new ArrayList<>();
            touchAll(RelPath.ROOT, expected);
            expected.sort((a, b) -> ((Hint.Closed) a).path().compareTo(((Hint.Closed) b).path()));
            assertEquals(expected, now(), "seed " + seed + ", round " + round);
        }
    }

    /** Makes, moves, exchanges or removes a directory, if that can be done. */
    private void changeSomething(Random random) throws IOException {
        RelPath one = somePath(random);
        RelPath other = somePath(random);
        try (Directory from = root.open(one.parent());
                Directory to = root.open(other.parent())) {
            switch (random.nextInt(5)) {
                case 0, 1 -> from.makeDirectory(one.name(), 0755);
                case 2 -> from.rename(one.name(), to, other.name(), RenameMode.REPLACE);
                case 3 -> from.rename(one.name(), to, other.name(), RenameMode.EXCHANGE);
                case 4 -> from.removeDirectory(one.name());
                default -> throw new IllegalStateException();
            }
        } catch (FsException e) {
            assertFalse(e.reason() == FsException.Reason.INPUT_OUTPUT, e::toString);
        }
    }

    private static RelPath somePath(Random random) {
        StringBuilder path = new StringBuilder().append((char) ('a' + random.nextInt(3)));
        for (int depth = random.nextInt(3); depth > 0; depth--) {
            path.append('/').append((char) ('a' + random.nextInt(3)));
        }
        return path(path.toString());
    }

    private void touchAll(RelPath at, List<Hint> expected) throws IOException {
        try (Directory directory = root.open(at)) {
            for (Name name : directory.names()) {
                if (directory.stat(name).kind() == Kind.DIRECTORY) {
                    touchAll(path(at.isRoot() ? name.toString() : at + "/" + name), expected);
                }
            }
            Name file = Name.literal("f");
            if (directory.names().contains(file)) {
                directory.openForWriting(file).close();
            } else {
                directory.createFile(file).close();
            }
        }
        expected.add(closed(at.isRoot() ? "f" : at + "/f"));
    }
}
