package dev.dsync.io.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What every root does, whatever it is made of; and that nothing opened in a test stays open. */
abstract class RootContractTest
        implements DirectoryContract,
                FileContract,
                CopyContract,
                RenameContract,
                FileSystemContract,
                XattrContract {
    private FileSystem system;
    private byte[] path;
    private Root root;
    private Directory top;

    /** The file system under test. */
    abstract FileSystem openSystem() throws IOException;

    /** The path of an existing, empty directory of it. */
    abstract byte[] emptyDirectory() throws IOException;

    /** How many things of that directory are open now. */
    abstract int openHandles() throws IOException;

    /** Takes the empty directory away. */
    abstract void removeEmptyDirectory() throws IOException;

    @BeforeEach
    void openRoot() throws IOException {
        system = openSystem();
        path = emptyDirectory();
        assertEquals(0, openHandles());
        root = system.openRoot(path);
        top = root.open(RelPath.ROOT);
    }

    @AfterEach
    void closeRoot() throws IOException {
        setUmask(022);
        removeContents(top);
        top.close();
        root.close();
        assertEquals(0, openHandles(), "left open");
        removeEmptyDirectory();
    }

    static void removeContents(Directory directory) throws IOException {
        for (Name name : directory.names()) {
            if (directory.stat(name).kind() == Kind.DIRECTORY) {
                try (Directory below = directory.openDirectory(name)) {
                    removeContents(below);
                }
                directory.removeDirectory(name);
            } else {
                directory.unlink(name);
            }
        }
    }

    @Override
    public FileSystem system() {
        return system;
    }

    @Override
    public byte[] path() {
        return path;
    }

    @Override
    public Directory top() {
        return top;
    }

    static Name name(String name) {
        return Name.literal(name);
    }

    static LinkTarget target(String target) {
        try {
            return LinkTarget.of(target.getBytes(StandardCharsets.UTF_8));
        } catch (dev.dsync.core.tree.IllegalNameException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static void assertFails(Reason reason, Executable operation) {
        assertEquals(reason, assertThrows(FsException.class, operation).reason());
    }

    @Test
    void open_pathOfDirectories_reachesTheLast() throws IOException {
        top.makeDirectory(name("a"), 0755);
        try (Directory a = root.open(RelPath.literal("a"))) {
            a.makeDirectory(name("b"), 0755);
            a.createFile(name("f")).close();
        }
        try (Directory b = root.open(RelPath.literal("a/b"))) {
            b.makeDirectory(name("c"), 0755);
            assertEquals(1, b.names().size());
        }
        assertFails(Reason.NOT_DIRECTORY, () -> root.open(RelPath.literal("a/f")));
        assertFails(Reason.NOT_DIRECTORY, () -> root.open(RelPath.literal("a/f/g")));
        assertFails(Reason.NOT_FOUND, () -> root.open(RelPath.literal("a/x")));
        assertFails(Reason.NOT_FOUND, () -> root.open(RelPath.literal("a/x/y")));
    }

    @Test
    void open_symlinkAnywhereInThePath_refuses() throws IOException {
        top.makeDirectory(name("d"), 0755);
        try (Directory d = top.openDirectory(name("d"))) {
            d.makeDirectory(name("e"), 0755);
        }
        for (String to : new String[] {"d", "/", "..", ".", "/proc/self/cwd", "dangling"}) {
            top.makeSymlink(name("l"), target(to));
            assertFails(Reason.SYMLINK, () -> root.open(RelPath.literal("l")));
            assertFails(Reason.SYMLINK, () -> root.open(RelPath.literal("l/e")));
            assertFails(Reason.SYMLINK, () -> top.openDirectory(name("l")));
            top.unlink(name("l"));
        }
    }

    @Test
    void open_pathOf4096Bytes_works() throws IOException {
        String name = "n".repeat(240);
        StringBuilder path = new StringBuilder(name);
        while (path.length() + 1 + name.length() + 2 <= RelPath.BYTES_MAX) {
            path.append('/').append(name);
        }
        path.append('/');
        path.append("m".repeat(RelPath.BYTES_MAX - path.length()));
        RelPath longest = RelPath.literal(path.toString());
        assertEquals(RelPath.BYTES_MAX, longest.length());
        makeDirectories(longest);
        try (Directory deep = root.open(longest)) {
            deep.createFile(name("f")).close();
            assertEquals(1, deep.names().size());
        }
    }

    private void makeDirectories(RelPath directory) throws IOException {
        if (!directory.isRoot()) {
            makeDirectories(directory.parent());
            try (Directory parent = root.open(directory.parent())) {
                parent.makeDirectory(directory.name(), 0755);
            }
        }
    }

    @Test
    void openDirectory_deeperThanAnyPath_works() throws IOException {
        Name name = name("d".repeat(200));
        Directory at = root.open(RelPath.ROOT);
        for (int depth = 0; depth < 40; depth++) {
            at.makeDirectory(name, 0700);
            Directory next = at.openDirectory(name);
            at.close();
            at = next;
        }
        at.createFile(name("f")).close();
        assertEquals(1, at.names().size());
        at.close();
    }

    @Test
    void tryLock_heldByAnotherOpening_isFalseUntilThatCloses() throws IOException {
        try (Root second = system.openRoot(path)) {
            assertTrue(root.tryLock());
            assertTrue(root.tryLock());
            assertFalse(second.tryLock());
            try (Root third = system.openRoot(path)) {
                assertFalse(third.tryLock());
            }
            assertFalse(second.tryLock());
        }
        Root first = system.openRoot(path);
        root.close();
        root = first;
        assertTrue(root.tryLock());
    }

    @Test
    void stat_ofRoot_isThatOfItsDirectory() throws IOException {
        assertEquals(top.stat().inode(), root.stat().inode());
        assertEquals(Kind.DIRECTORY, root.stat().kind());
    }

    @Test
    void usableBytes_isPositive() throws IOException {
        assertTrue(root.usableBytes() > 0);
        root.syncFileSystem();
    }

    @Test
    void fileSystemId_isThatOfAnyOfItsRoots() throws IOException {
        try (Root other = system.openRoot(path)) {
            assertEquals(root.fileSystemId(), other.fileSystemId());
        }
    }

    @Test
    void close_twice_isOnce_andUseAfterwardsIsABug() throws IOException {
        Root other = system.openRoot(path);
        Directory directory = other.open(RelPath.ROOT);
        WritableFile file = directory.createFile(name("f"));
        file.close();
        file.close();
        assertThrows(IllegalStateException.class, file::stat);
        directory.close();
        directory.close();
        assertThrows(IllegalStateException.class, directory::names);
        other.close();
        other.close();
        assertThrows(IllegalStateException.class, () -> other.open(RelPath.ROOT));
    }

    @Test
    void root_movedAway_staysOpen() throws IOException {
        top.makeDirectory(name("r"), 0755);
        try (Root inner = system.openRoot(FileSystemContract.join(path, "r"));
                Directory a = inner.open(RelPath.ROOT)) {
            top.rename(name("r"), top, name("s"), RenameMode.REPLACE);
            a.makeDirectory(name("x"), 0755);
            try (Directory x = inner.open(RelPath.literal("x"))) {
                assertArrayEquals(new Name[0], x.names().toArray());
            }
        }
        try (Directory x = root.open(RelPath.literal("s/x"))) {
            assertEquals(0, x.names().size());
        }
    }
}
