package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.mesh.FolderScan.Found;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A folder where another file system may be mounted when it is watched the next time. */
final class PlaceTest {
    private static final List<String> NAMES = List.of("a", "b", "c");

    private final LoneFolder lone = new LoneFolder();

    @AfterEach
    void close() throws IOException {
        lone.close();
    }

    private MemoryFileSystem watched() throws IOException {
        MemoryFileSystem system = lone.disk(7, NAMES);
        FolderState first = lone.watch(system);
        assertTrue(LoneFolder.looks(first));
        assertEquals(NAMES, LoneFolder.known(first));
        return system;
    }

    @Test
    void anotherFileSystem_isNotLookedAt_untilSomebodyApproves() throws IOException {
        watched();
        FolderState now = lone.watch(lone.disk(8, List.of("a", "x")));
        assertFalse(LoneFolder.looks(now));
        assertFalse(LoneFolder.looks(now));
        assertEquals(NAMES, LoneFolder.known(now));
        Loss loss = new Loss(Loss.Cause.REPLACED, "", 3, 3);
        assertEquals(List.of(loss), lone.told);
        assertEquals(List.of(loss), now.held());
        assertEquals(List.of(loss), now.approve());
        assertTrue(LoneFolder.looks(now));
        assertEquals(List.of("a", "x"), LoneFolder.known(now));
        FolderState later = lone.watch(lone.disk(7, NAMES));
        assertFalse(LoneFolder.looks(later), "it is on the other now");
    }

    @Test
    void sameFileSystemUnderAnotherNumber_isTheSame() throws IOException {
        MemoryFileSystem system = watched();
        system.id = 8;
        FolderState now = lone.watch(system);
        assertTrue(LoneFolder.looks(now));
        assertEquals(List.of(), lone.told);
    }

    @Test
    void sameFileSystem_isTheSame_whateverBecameOfTheFiles() throws IOException {
        MemoryFileSystem system = watched();
        UserTree tree = new UserTree(system, LoneFolder.BASE);
        for (String name : NAMES) {
            tree.remove(RelPath.literal(name));
        }
        FolderState now = lone.watch(system);
        assertTrue(LoneFolder.looks(now));
        assertEquals(List.of(), LoneFolder.known(now));
    }

    @Test
    void removedRoot_isNoDeleteOfWhatWasInIt() throws IOException {
        MemoryFileSystem system = watched();
        FolderState now = lone.watch(system);
        UserTree tree = new UserTree(system, LoneFolder.BASE);
        for (String name : NAMES) {
            tree.remove(RelPath.literal(name));
        }
        try (Root top = system.openRoot(new byte[] {'/'});
                Directory directory = top.open(RelPath.ROOT)) {
            directory.removeDirectory(RelPath.literal("r").name());
        }
        List<Found> gone =
                NAMES.stream().<Found>map(name -> new Found.Gone(RelPath.literal(name))).toList();
        assertThrows(IOException.class, () -> now.saw(gone, now.snapshot(), true, now.replica()));
        assertEquals(NAMES, LoneFolder.known(now));
    }
}
