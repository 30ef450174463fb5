package dev.dsync.engine.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.fs.WritableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a walk over files lists. */
final class ScannerTest {
    private static final Profile PROFILE =
            new Profile(
                    true, true, true, true, true, true, true, true, true, true, true, false, false);

    private final MemoryFileSystem system =
            new MemoryFileSystem(InstantSource.fixed(Instant.ofEpochSecond(9)));
    private final List<Root> roots = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        for (String directory : List.of("one", "one/d", "one/d/deep", "two", "two/d", "two/only")) {
            system.makeDirectory(directory.getBytes(StandardCharsets.UTF_8), 0755);
        }
        write("one", "both", "first");
        write("two", "both", "second one");
        write("one/d", "x", "x");
        write("two/d", "x", "another x");
        write("two/d", "y", "y");
    }

    private void write(String directory, String name, String content) throws IOException {
        try (Root root = root(directory);
                Directory opened = root.open(RelPath.ROOT);
                WritableFile file = opened.createFile(Name.literal(name))) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            file.write(0, bytes, 0, bytes.length);
        }
    }

    private Root root(String path) throws IOException {
        Root root = system.openRoot(path.getBytes(StandardCharsets.UTF_8));
        roots.add(root);
        return root;
    }

    @AfterEach
    void close() throws IOException {
        for (Root root : roots) {
            root.close();
        }
        assertEquals(0, system.openHandles());
    }

    private Origin contents(String path) throws IOException {
        return new Origin(root(path), RelPath.ROOT, RelPath.ROOT);
    }

    private Origin named(String root, String path) throws IOException {
        return new Origin(root(root), RelPath.literal(path), RelPath.literal(path));
    }

    private static Reach reach(boolean recursive, boolean mustExist) {
        return new Reach(
                recursive,
                true,
                false,
                false,
                mustExist,
                Reach.NOBODY,
                ModeChanges.NONE,
                false,
                false,
                Reach.Links.NONE,
                _ -> Choice.ALL);
    }

    private static Scan scan(Reach reach, Origin... origins) throws IOException {
        return Scanner.scan(
                List.of(origins),
                PROFILE,
                reach,
                _ -> fail("nobody wants to know contents"),
                new MemoryPageStore());
    }

    private static List<String> paths(Scan scan) throws IOException {
        List<String> paths = new ArrayList<>();
        Listing.Cursor cursor = scan.listing().cursor();
        for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
            paths.add(entry.path() + (entry instanceof FileEntry file ? " " + file.size() : ""));
        }
        return paths;
    }

    @Test
    void twoSources_mergeDirectoriesAndTheFirstFileStands() throws IOException {
        Scan scan = scan(reach(true, true), contents("one"), contents("two"));
        assertEquals(List.of(".", "both 5", "d", "d/deep", "d/x 1", "d/y 1", "only"), paths(scan));
        assertEquals(7, scan.fileBytes());
        assertTrue(scan.complete());
    }

    @Test
    void namedSource_standsUnderItsNameAndTheRootTakesNoPart() throws IOException {
        Scan scan = scan(reach(true, true), named("one", "d"));
        assertEquals(List.of(".", "d", "d/deep", "d/x 1"), paths(scan));
        DirectoryEntry root = (DirectoryEntry) scan.listing().find(RelPath.ROOT).orElseThrow();
        assertEquals(Entry.Listed.NONE, root.listed());
    }

    @Test
    void wholePath_listsTheDirectoriesAboveWithoutWhatElseIsInThem() throws IOException {
        Scan scan = scan(reach(true, true), named("one", "d/x"));
        assertEquals(List.of(".", "d", "d/x 1"), paths(scan));
        DirectoryEntry above =
                (DirectoryEntry) scan.listing().find(RelPath.literal("d")).orElseThrow();
        assertEquals(Entry.Listed.NONE, above.listed());
    }

    @Test
    void namesOfOneRoot_areOneLayer() throws IOException {
        write("one/d/deep", "z", "z");
        List<Origin> origins = new ArrayList<>();
        for (String path : List.of("d/x", "both", "d/deep", "d/x", "missing")) {
            RelPath at = RelPath.literal(path);
            origins.add(new Origin(root("one"), at, at, true));
        }
        Root root = origins.getFirst().root();
        Origin[] shared =
                origins.stream()
                        .map(one -> new Origin(root, one.at(), one.as(), one.contents()))
                        .toArray(Origin[]::new);
        Scan scan =
                scan(
                        new Reach(
                                false,
                                true,
                                false,
                                false,
                                false,
                                Reach.NOBODY,
                                ModeChanges.NONE,
                                false,
                                false,
                                Reach.Links.NONE,
                                _ -> Choice.ALL),
                        shared);
        assertEquals(List.of(".", "both 5", "d", "d/deep", "d/deep/z 1", "d/x 1"), paths(scan));
        assertEquals(Listed.NONE, listed(scan, "d"));
        assertEquals(Listed.ALL, listed(scan, "d/deep"));
    }

    private static Listed listed(Scan scan, String path) throws IOException {
        return ((DirectoryEntry) scan.listing().find(RelPath.literal(path)).orElseThrow()).listed();
    }

    @Test
    void theTopItself_isListedWithoutWhatIsInIt() throws IOException {
        Root root = root("one");
        RelPath at = RelPath.literal("d/x");
        Scan scan = scan(reach(true, true), Origin.ofTop(root), new Origin(root, at, at));
        assertEquals(List.of(".", "d", "d/x 1"), paths(scan));
        DirectoryEntry top = (DirectoryEntry) scan.listing().find(RelPath.ROOT).orElseThrow();
        assertEquals(0755, top.attributes().mode());
    }

    @Test
    void fileOnTheWayToWhatWasNamed_isAProblemOfASource() throws IOException {
        Scan source = scan(reach(true, true), named("one", "d/x/y"));
        assertEquals(List.of("."), paths(source));
        assertEquals(
                List.of(Problem.Kind.READ_ENTRY),
                source.problems().stream().map(Problem::kind).toList());
        Scan target = scan(reach(true, false), named("one", "d/x/y"));
        assertEquals(List.of(".", "d", "d/x 1"), paths(target));
    }

    @Test
    void directoryOnTheWay_isListedWithWhatIsNamedOnly() throws IOException {
        assertEquals(List.of("."), paths(scan(reach(true, true), named("one", "d/not here"))));
        assertEquals(
                List.of(".", "d", "d/x 1"),
                paths(
                        scan(
                                reach(true, true),
                                named("one", "d/x"),
                                named("one", "d/deep/not here"))));
        assertEquals(
                List.of(".", "d", "d/deep"),
                paths(
                        scan(
                                reach(false, true),
                                named("one", "d/not here"),
                                named("one", "d/deep"))));
    }

    @Test
    void withoutRecursion_onlyTheNamesAreListed() throws IOException {
        assertEquals(List.of(".", "both 5", "d"), paths(scan(reach(false, true), contents("one"))));
    }

    @Test
    void missingOrigin_isAProblemWhereItMustExist() throws IOException {
        Scan source = scan(reach(true, true), named("one", "not here"));
        assertEquals(
                List.of(Problem.Kind.READ_ENTRY),
                source.problems().stream().map(Problem::kind).toList());
        assertFalse(source.complete());
        Scan target = scan(reach(true, false), named("one", "not here"));
        assertTrue(target.complete() && target.problems().isEmpty());
    }

    @Test
    void reservedNames_areNotListedAndStagesAreToldOf() throws IOException {
        String staged =
                Stage.nameFor(Name.literal("x"), 1, new Timestamp(1_600_000_000L, 0)).toString();
        write("one/d", staged, "left by a run");
        write("one/d", ".DSYNC", "reserved");
        write("one/d", ".dsync-notes.txt", "somebody's own");
        write("one/d", staged.toUpperCase(Locale.ROOT), "somebody's own");
        Scan scan = scan(reach(true, true), contents("one"));
        assertEquals(List.of(".", "both 5", "d", "d/deep", "d/x 1"), paths(scan));
        assertEquals(List.of(RelPath.literal("d/" + staged)), scan.staged());
    }

    @Test
    void directoryThatCannotBeOpened_isListedAsFailed() throws IOException {
        system.setFaults(
                (operation, name) -> {
                    if (operation == Operation.OPEN_DIRECTORY
                            && Objects.equals(name, Name.literal("deep"))) {
                        throw new FsException(FsException.Reason.ACCESS_DENIED);
                    }
                });
        Scan scan = scan(reach(true, true), contents("one"));
        system.setFaults((_, _) -> {});
        assertFalse(scan.complete());
        Problem problem = scan.problems().getFirst();
        assertEquals(RelPath.literal("d/deep"), problem.path());
        assertEquals(Problem.Kind.LIST_DIRECTORY, problem.kind());
        DirectoryEntry deep =
                (DirectoryEntry) scan.listing().find(RelPath.literal("d/deep")).orElseThrow();
        assertEquals(Entry.Listed.FAILED, deep.listed());
    }

    @Test
    void nameThatGoesAwayMeanwhile_isVanishedAndTheRestIsComplete() throws IOException {
        system.setFaults(
                (operation, name) -> {
                    if (operation == Operation.STAT && Objects.equals(name, Name.literal("x"))) {
                        throw new FsException(FsException.Reason.NOT_FOUND);
                    }
                });
        Scan scan = scan(reach(true, true), contents("one"));
        system.setFaults((_, _) -> {});
        assertTrue(scan.complete());
        assertEquals(
                List.of(Problem.Kind.VANISHED),
                scan.problems().stream().map(Problem::kind).toList());
    }

    @Test
    void sameFileTwice_isLedByItsFirstPath() throws IOException {
        try (Root root = root("one");
                Directory directory = root.open(RelPath.ROOT);
                Directory deep = root.open(RelPath.literal("d/deep"))) {
            directory.link(Name.literal("both"), deep, Name.literal("again"));
        }
        Scan scan = scan(reach(true, true), contents("one"));
        FileEntry again =
                (FileEntry) scan.listing().find(RelPath.literal("d/deep/again")).orElseThrow();
        assertEquals(RelPath.literal("both"), again.leader());
    }

    @Test
    void stamps_noticeATouchedEntry() throws IOException {
        Scan scan = scan(reach(true, true), contents("one"));
        Stamps.Cursor cursor = scan.stamps().cursor(scan.listing());
        try (Root root = root("one");
                Directory directory = root.open(RelPath.ROOT)) {
            Name both = Name.literal("both");
            RelPath path = RelPath.literal("both");
            assertTrue(cursor.isUnchanged(path, directory.stat(both).stamp()));
            directory.setMode(both, 0640);
            assertFalse(cursor.isUnchanged(path, directory.stat(both).stamp()));
            assertFalse(cursor.isUnchanged(RelPath.literal("never"), directory.stat(both).stamp()));
        }
    }
}
