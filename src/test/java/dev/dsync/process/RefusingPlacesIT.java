package dev.dsync.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.tree.TreeLook;
import dev.dsync.tree.TreeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places that take nothing or give nothing: what is said, how it ends, and what is left then. */
@Tag("root")
class RefusingPlacesIT {
    private static final String TREE =
            """
            f source/f @1100000000 "new\\n"
            f source/d/g "g"
            f source/big rand:1:3M
            """;
    private static final String OLD =
            """
            f f @1000000000 "old\\n"
            d extra
            """;
    private static final int FATAL_LINES = 1;

    @TempDir private Path directory;
    private Path source = Path.of("");
    private Path place = Path.of("");
    private boolean mounted;

    @BeforeEach
    void build() throws IOException {
        Precondition.root();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        TreeSpec.of(TREE).build(directory.resolve("w"));
        source = directory.resolve("w/source");
        place = Files.createDirectory(directory.resolve("place"));
    }

    @AfterEach
    void unmount() throws IOException {
        if (mounted) {
            command("umount", place.toString()).succeeded();
        }
        TreeSpec.remove(directory.resolve("w"));
    }

    private static Finished command(String... argv) throws IOException {
        return Command.of(argv).run();
    }

    /** A file system of its own, with a tree in it. */
    private Path mount(String options) throws IOException {
        command("mount", "-t", "tmpfs", "-o", options, "none", place.toString()).succeeded();
        mounted = true;
        Path tree = place.resolve("tree");
        TreeSpec.of(OLD).build(tree);
        return tree;
    }

    private Finished dsync(String... arguments) throws IOException {
        return dsync(List.of(Image.program().toString()), arguments);
    }

    private Finished dsync(List<String> launcher, String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(launcher);
        argv.add("push");
        argv.addAll(Arrays.asList(arguments));
        return Command.of(argv).with("DSYNC_HOME", directory.resolve("home") + "").run();
    }

    private static void assertEnded(int exitCode, Finished ended, String... messages) {
        assertEquals(exitCode, ended.exitCode(), ended.stderr());
        for (String message : messages) {
            assertTrue(ended.stderr().contains(message), ended.stderr());
        }
    }

    private static void assertSame(TreeLook before, Path tree) throws IOException {
        assertEquals(List.of(), before.differences(TreeLook.at(tree)));
    }

    private static List<String> names(Path tree) throws IOException {
        try (Stream<Path> files = Files.list(tree)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void fullTarget_endsTheRun_andWhatWasThereIsWhole() throws IOException {
        Path tree = mount("size=1m");
        TreeLook before = TreeLook.at(source);
        Finished ended = dsync("--delete", source + "/", tree + "/");
        assertEnded(
                44,
                ended,
                "dsync: cannot write into "
                        + tree
                        + "/: No space left on device; free some and run the same command again\n");
        assertEquals(FATAL_LINES, ended.stderr().lines().count(), ended.stderr());
        assertEquals("old\n", Files.readString(tree.resolve("f")));
        assertTrue(names(tree).stream().noneMatch(name -> name.startsWith(".dsync")));
        assertSame(before, source);
    }

    @Test
    void readOnlyFileSystem_isAProblemOfEachPath() throws IOException {
        Path tree = mount("size=8m");
        command("mount", "-o", "remount,ro", place.toString()).succeeded();
        TreeLook before = TreeLook.at(tree);
        assertEnded(
                23,
                dsync("--delete", source + "/", tree + "/"),
                "dsync: cannot create d: Read-only file system; allow writing there and run again",
                "dsync: cannot delete extra: Read-only file system; allow deleting it and run",
                "dsync: cannot write big: Read-only file system; see to the disk and run again",
                "dsync: cannot write d/g: its directory could not be made; see to the disk and run",
                "dsync: cannot write f: Read-only file system; see to the disk and run again",
                "dsync: cannot take everything: 6 paths failed; see the messages above");
        assertSame(before, tree);
        assertEnded(
                11,
                dsync(source + "/", place.resolve("new") + "/"),
                "dsync: cannot use the destination: "
                        + place.resolve("new")
                        + "/: Read-only file system; see to it there");
        assertEquals(List.of("tree"), names(place));
    }

    @Test
    void kernelsOwnFileSystem_isAProblemOfEachPath() throws IOException {
        for (String tree : List.of("/proc/", "/sys/")) {
            Finished ended = dsync("--no-p", "--no-t", source + "/", tree);
            assertEnded(
                    23,
                    ended,
                    "dsync: cannot create d: ",
                    "dsync: cannot write big: ",
                    "dsync: cannot write f: ",
                    "failed; see the messages above");
        }
        assertEnded(
                11,
                dsync(source + "/", "/proc/none/"),
                "dsync: cannot create /proc/none/: No such file or directory; ");
    }

    @Test
    void immutableDirectory_isAProblemOfEachPath() throws IOException {
        TreeSpec.of(OLD).addTo(place);
        Precondition.program("chattr");
        boolean kept = command("chattr", "+i", place.toString()).exitCode() == 0;
        Precondition.require(kept, "the file system knows no immutable directories");
        TreeLook before = TreeLook.at(place);
        try {
            assertEnded(
                    23,
                    dsync("--delete", source + "/", place + "/"),
                    "dsync: cannot create d: Operation not permitted; ",
                    "dsync: cannot delete extra: Operation not permitted; ",
                    "dsync: cannot write big: Operation not permitted; ");
            assertSame(before, place);
        } finally {
            command("chattr", "-i", place.toString()).succeeded();
        }
    }

    @Test
    void unreadableSource_takesNothingAway() throws IOException {
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("---------"));
        TreeSpec.of("d . uid=65534 gid=65534\nf extra uid=65534 gid=65534 \"e\"").build(place);
        TreeLook before = TreeLook.at(place);
        List<String> asNobody =
                List.of(
                        "setpriv",
                        "--reuid",
                        "65534",
                        "--regid",
                        "65534",
                        "--clear-groups",
                        "--",
                        Image.programForEverybody(directory).toString());
        assertEnded(
                23,
                dsync(asNobody, "--delete", source + "/", place + "/"),
                "/source: Permission denied; allow reading it",
                "dsync: cannot take everything: 1 path failed; see the messages above");
        assertSame(before, place);
    }

    @ParameterizedTest
    @CsvSource({
        "source/, source/d/, 3, 'it lies in the source, and would be copied into itself; name'",
        "source/d, source/f, 3, 'source/f: Not a directory; name a directory, or a single file'",
        "source/f, source/big/, 3, 'source/big/: Not a directory; name a directory, or a'",
        "source/f/, place/, 23, 'source/f/: Not a directory; leave out the slash'",
        "source/none, place/, 23, 'source/none: No such file or directory; '",
        "source/, place/a/b/, 11, 'place/a/b/: No such file or directory; create the directory'",
        "source/d/, source/f/x/, 3, 'source/f/x/: Not a directory; name a directory, or a'",
        "source/f, source/big/x, 3, 'source/big/x: Not a directory; name a directory, or a'"
    })
    void wrongPlaces_areRefusedBeforeAnythingIsWritten(
            String from, String to, int exitCode, String message) throws IOException {
        Path root = directory.resolve("w");
        Files.createDirectories(root.resolve("place"));
        TreeLook before = TreeLook.at(root);
        Finished ended = dsync("-r", root + "/" + from, root + "/" + to);
        assertEnded(exitCode, ended, "dsync: cannot ", message);
        assertSame(before, root);
    }
}
