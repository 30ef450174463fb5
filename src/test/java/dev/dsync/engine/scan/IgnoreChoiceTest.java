package dev.dsync.engine.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.dsync.core.attributes.ModeChanges;
import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.filter.RuleParser;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.WritableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a walk lists of a root with ignore files. */
final class IgnoreChoiceTest {
    private static final Profile PROFILE =
            new Profile(
                    true, true, true, true, true, true, true, true, true, true, true, false, false);

    private final MemoryFileSystem system =
            new MemoryFileSystem(InstantSource.fixed(Instant.ofEpochSecond(9)));

    @BeforeEach
    void fill() throws IOException {
        for (String directory : List.of("r", "r/d", "r/d/e", "r/out")) {
            system.makeDirectory(directory.getBytes(StandardCharsets.UTF_8), 0755);
        }
        write("r", "a.o", "");
        write("r/d", "a.o", "");
        write("r/d", "b.o", "");
        write("r/d/e", "a.o", "");
        write("r/out", "x", "");
    }

    @AfterEach
    void close() {
        assertEquals(0, system.openHandles());
    }

    private void write(String directory, String name, String content) throws IOException {
        try (Root root = system.openRoot(directory.getBytes(StandardCharsets.UTF_8));
                Directory opened = root.open(RelPath.ROOT);
                WritableFile file = opened.createFile(Name.literal(name))) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            file.write(0, bytes, 0, bytes.length);
        }
    }

    private Scan scan() throws IOException {
        try (Root root = system.openRoot("r".getBytes(StandardCharsets.UTF_8))) {
            Choice choice = Choice.withoutIgnored(root, IgnoreRules.FILE);
            Reach reach =
                    new Reach(
                            true,
                            true,
                            false,
                            false,
                            true,
                            Reach.NOBODY,
                            ModeChanges.NONE,
                            false,
                            false,
                            Reach.Links.NONE,
                            _ -> choice);
            Origin origin = new Origin(root, RelPath.ROOT, RelPath.ROOT);
            return Scanner.scan(
                    List.of(origin),
                    PROFILE,
                    reach,
                    _ -> fail("nobody wants to know contents"),
                    new MemoryPageStore());
        }
    }

    private static List<String> paths(Scan scan) throws IOException {
        List<String> paths = new ArrayList<>();
        Listing.Cursor cursor = scan.listing().cursor();
        for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
            paths.add(entry.path().toString());
        }
        return paths;
    }

    @Test
    void noIgnoreFile_leavesOutNothing() throws IOException {
        Scan scan = scan();
        assertEquals(
                List.of(".", "a.o", "d", "d/a.o", "d/b.o", "d/e", "d/e/a.o", "out", "out/x"),
                paths(scan));
        assertEquals(Set.of(), scan.partly());
    }

    @Test
    void ignored_isNotListedAndItsDirectoryIsPartly() throws IOException {
        write("r", ".dsyncignore", "*.o\nout/\n");
        write("r/d", ".dsyncignore", "!b.o\n/e/a.o\n");
        Scan scan = scan();
        assertEquals(
                List.of(".", ".dsyncignore", "d", "d/.dsyncignore", "d/b.o", "d/e"), paths(scan));
        assertEquals(
                Set.of(RelPath.ROOT, RelPath.literal("d"), RelPath.literal("d/e")), scan.partly());
        assertTrue(scan.complete() && scan.problems().isEmpty());
    }

    @Test
    void ignoreFileThatIgnoresItself_isNotListedAndCounts() throws IOException {
        write("r", ".dsyncignore", ".dsyncignore\n*.o\n");
        assertEquals(List.of(".", "d", "d/e", "out", "out/x"), paths(scan()));
    }

    @Test
    void directoryWhoseIgnoreFileIsTooLong_isAProblemAndNotListed() throws IOException {
        String most = "#".repeat(RuleParser.Files.BYTES_MAX);
        write("r/d", ".dsyncignore", most);
        assertTrue(scan().complete());
        write("r/d/e", ".dsyncignore", most + "#");
        Scan scan = scan();
        assertFalse(scan.complete());
        Problem problem = scan.problems().getFirst();
        assertEquals(RelPath.literal("d/e"), problem.path());
        assertEquals(Problem.Kind.LIST_DIRECTORY, problem.kind());
        assertTrue(
                problem.reason().startsWith("d/e/.dsyncignore:1: file of rules too long"),
                problem.reason());
        DirectoryEntry failed =
                (DirectoryEntry) scan.listing().find(RelPath.literal("d/e")).orElseThrow();
        assertEquals(Entry.Listed.FAILED, failed.listed());
        assertEquals(
                List.of(".", "a.o", "d", "d/.dsyncignore", "d/a.o", "d/b.o", "d/e", "out", "out/x"),
                paths(scan));
    }

    @Test
    void ignoreFileOfTheRootThatIsTooLong_endsTheScan() throws IOException {
        write("r", ".dsyncignore", "#".repeat(RuleParser.Files.BYTES_MAX + 1));
        FsException e = assertThrows(FsException.class, this::scan);
        assertTrue(
                String.valueOf(e.getMessage()).contains("keep a file of rules within 1 MiB"),
                e.getMessage());
    }

    @Test
    void linkInPlaceOfAnIgnoreFile_isNotFollowed() throws Exception {
        try (Root root = system.openRoot("r/d".getBytes(StandardCharsets.UTF_8));
                Directory directory = root.open(RelPath.ROOT)) {
            directory.makeSymlink(
                    Name.literal(".dsyncignore"),
                    LinkTarget.of("b.o".getBytes(StandardCharsets.UTF_8)));
        }
        Scan scan = scan();
        assertEquals(
                List.of(RelPath.literal("d")),
                scan.problems().stream().map(Problem::path).toList());
    }
}
