package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.index.Index;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A directory that has another mode than it shall, while a link is at work in it. */
final class AjarTest {
    private static final RelPath CLOSED = RelPath.literal("d");

    private final LoneFolder lone = new LoneFolder();

    @AfterEach
    void close() throws IOException {
        lone.close();
    }

    private MemoryFileSystem withDirectory() throws IOException {
        MemoryFileSystem system = lone.disk(1, List.of());
        act(system, user -> user.makeDirectory(CLOSED));
        setMode(system, 0555);
        return system;
    }

    private static void setMode(MemoryFileSystem system, int mode) throws IOException {
        act(system, user -> user.setMode(CLOSED, mode));
    }

    /** What a user does. */
    private interface Act {
        void by(UserTree user) throws IOException;
    }

    private static void act(MemoryFileSystem system, Act act) throws IOException {
        try (UserTree user = new UserTree(system, LoneFolder.BASE)) {
            act.by(user);
        }
    }

    @Test
    void whatIsOpenedUp_isNotTheUsersDoing_asLongAsThatIsNoted() throws IOException {
        MemoryFileSystem system = withDirectory();
        FolderState folder = lone.watch(system);
        assertEquals(0555, seen(folder));
        try (KnownContents contents = folder.contents()) {
            Index.Ajar ajar = contents.index().ajar();
            ajar.put(CLOSED, 0555);
            setMode(system, 0755);
            assertEquals(0555, seen(folder));
            setMode(system, 0750);
            assertEquals(0750, seen(folder), "nobody but the user gives it that");
            setMode(system, 0755);
            ajar.remove(CLOSED);
            assertEquals(0755, seen(folder));
        }
    }

    @Test
    void whatIsMadeAndNotFinished_hasTheModeItShallHave() throws IOException {
        MemoryFileSystem system = withDirectory();
        FolderState folder = lone.watch(system);
        try (KnownContents contents = folder.contents()) {
            contents.index().ajar().put(CLOSED, 0500);
            setMode(system, 0700);
            assertEquals(0500, seen(folder));
        }
    }

    private static int seen(FolderState folder) throws IOException {
        LoneFolder.looks(folder);
        return folder.snapshot().listing().find(CLOSED).map(Entry::attributes).orElseThrow().mode();
    }
}
