package dev.dsync.io.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.filter.ReservedNames;
import dev.dsync.core.reconcile.ConflictName;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory.RenameMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names stages have, and what may be removed that stands under one. */
final class StageTest {
    private static final byte[] BASE = "r".getBytes(StandardCharsets.UTF_8);
    private static final Name FILE = Name.literal("report.txt");
    private static final Name STAGED = Stage.nameFor(FILE, 5, new Timestamp(7, 0));

    private final MemoryFileSystem system = new MemoryFileSystem(InstantSource.system());
    private Root root;
    private Directory directory;

    @BeforeEach
    void open() throws IOException {
        system.makeDirectories(BASE, 0755);
        root = system.openRoot(BASE);
        directory = root.open(RelPath.ROOT);
    }

    @AfterEach
    void close() throws IOException {
        directory.close();
        root.close();
    }

    private void write(Name name, String text, long second) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (WritableFile file =
                directory.names().contains(name)
                        ? directory.openForWriting(name)
                        : directory.createFile(name)) {
            file.truncate(0);
            file.write(0, bytes, 0, bytes.length);
            file.setModified(new Timestamp(second, 0));
        }
    }

    /** A file, and what was built of another, about to swap names; the name of that by now. */
    private Name aboutToSwap() throws IOException {
        write(FILE, "old", 1);
        write(STAGED, "built", 7);
        Name swapping = Stage.swapping(FILE, directory.stat(STAGED), directory.stat(FILE));
        directory.rename(STAGED, directory, swapping, RenameMode.NO_REPLACE);
        return swapping;
    }

    private void swap(Name swapping) throws IOException {
        directory.rename(swapping, directory, FILE, RenameMode.EXCHANGE);
    }

    @Test
    void stageThatWasNotSwapped_isRemoved() throws IOException {
        assertEquals(Optional.empty(), Stage.remove(directory, aboutToSwap()));
        assertEquals(List.of(FILE), directory.names());
        write(STAGED, "bui", 7);
        assertEquals(Optional.empty(), Stage.remove(directory, STAGED));
        assertEquals(List.of(FILE), directory.names());
    }

    @Test
    void whatWasReplacedAsItWasListed_isRemoved() throws Exception {
        Name swapping = aboutToSwap();
        swap(swapping);
        assertEquals(Optional.empty(), Stage.remove(directory, swapping));
        assertEquals(List.of(FILE), directory.names());
    }

    /** Becomes what it says in the place of what was to be replaced. */
    enum Edit {
        IN_PLACE,
        OF_THE_SAME_SIZE,
        RENAMED_OVER,
        LINK,
        DIRECTORY
    }

    private void make(Edit edit) throws IOException, IllegalNameException {
        switch (edit) {
            case IN_PLACE -> write(FILE, "edited", 1);
            case OF_THE_SAME_SIZE -> write(FILE, "new", 2);
            case RENAMED_OVER -> {
                write(Name.literal("beside"), "old", 1);
                directory.rename(Name.literal("beside"), directory, FILE, RenameMode.REPLACE);
            }
            case LINK -> {
                directory.unlink(FILE);
                directory.makeSymlink(FILE, LinkTarget.of(new byte[] {1}));
            }
            case DIRECTORY -> {
                directory.unlink(FILE);
                directory.makeDirectory(FILE, 0755);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatSomebodyWroteMeanwhile_isKept(Edit edit) throws Exception {
        Name swapping = aboutToSwap();
        make(edit);
        Stat edited = directory.stat(FILE);
        swap(swapping);
        Name copy = Stage.remove(directory, swapping).orElseThrow();
        assertEquals(edited.inode(), directory.stat(copy).inode());
        assertEquals(List.of(FILE, copy), directory.names());
        assertEquals(Optional.of(FILE), ConflictName.original(copy), "as conflicts are shown");
        assertEquals(
                "report.txt", Stage.rescued(RelPath.ROOT.child(swapping), copy).path().toString());
    }

    @Test
    void whatSomebodyWroteIntoTheNewFile_isKept_whenThatWasPutBack() throws Exception {
        Name swapping = aboutToSwap();
        make(Edit.IN_PLACE);
        swap(swapping);
        write(FILE, "edited, too", 9);
        swap(swapping);
        assertTrue(Stage.remove(directory, swapping).isPresent());
    }

    @Test
    void copyWhoseNameIsTaken_staysWhereItIs() throws Exception {
        Name swapping = aboutToSwap();
        make(Edit.IN_PLACE);
        Stat edited = directory.stat(FILE);
        swap(swapping);
        write(Stage.conflictCopy(FILE, swapping, edited.modified()), "another", 1);
        assertThrows(FsException.class, () -> Stage.remove(directory, swapping));
        assertEquals(edited.inode(), directory.stat(swapping).inode());
    }

    @Test
    void longNameOfHalvesOfCharacters_isCutAllTheSame() throws Exception {
        byte[] bytes = new byte[200];
        Arrays.fill(bytes, (byte) 0x80);
        bytes[0] = '.';
        Name name = Name.of(bytes);
        write(name, "old", 1);
        write(STAGED, "built", 7);
        Name swapping = Stage.swapping(name, directory.stat(STAGED), directory.stat(name));
        assertTrue(Stage.isStaged(swapping), swapping::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e9", "\ud83d\ude00", "a\n"})
    void longNames_areCutBeforeACharacter(String part) throws IOException {
        int times = Name.BYTES_MAX / part.getBytes(StandardCharsets.UTF_8).length;
        Name name = Name.literal(part.repeat(times));
        write(name, "old", 1);
        write(STAGED, "built", 7);
        Name swapping = Stage.swapping(name, directory.stat(STAGED), directory.stat(name));
        assertTrue(swapping.length() <= 142, swapping::toString);
        assertTrue(ReservedNames.covers(swapping));
        assertTrue(Stage.isStaged(swapping));
        Name copy = Stage.conflictCopy(name, swapping, new Timestamp(Long.MAX_VALUE, 0));
        for (Name cut : List.of(swapping, copy)) {
            String text = new String(cut.bytes(), StandardCharsets.UTF_8);
            assertFalse(text.contains("\ufffd"), text);
        }
        assertTrue(copy.length() > Name.BYTES_MAX - 4, copy::toString);
    }

    @Test
    void otherReservedNames_areNoStages() {
        for (String name :
                List.of(
                        ".dsync-swap-",
                        ".dsync-swap-0123456789abcdef-0123456789abcdef-.",
                        ".dsync-swap-0123456789abcdef-0123456789abcdef-..",
                        ".dsync-swap-0123456789abcdef-0123456789abcdef-",
                        ".dsync-swap-0123456789abcdef-0123456789abcdeF-f",
                        ".dsync-swap-0123456789abcdef-0123456789abcde-f",
                        ".dsync-0123456789abcdef0123456789abcde",
                        ".dsync-0123456789abcdef0123456789abcdeF",
                        "xdsync-0123456789abcdef0123456789abcdef")) {
            assertFalse(Stage.isStaged(Name.literal(name)), name);
        }
        assertTrue(Stage.isStaged(STAGED));
        assertFalse(Stage.isSwapping(STAGED));
    }
}
