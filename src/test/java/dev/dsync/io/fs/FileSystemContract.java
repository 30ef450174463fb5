package dev.dsync.io.fs;

import static dev.dsync.io.fs.RootContractTest.assertFails;
import static dev.dsync.io.fs.RootContractTest.name;
import static dev.dsync.io.fs.RootContractTest.target;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.tree.Kind;
import dev.dsync.io.fs.FileSystem.LastLink;
import dev.dsync.io.fs.FsException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every file system does with an operator's paths. */
interface FileSystemContract {
    FileSystem system();

    Directory top();

    /** The path of {@link #top}, which holds no link. */
    byte[] path();

    void setUmask(int umask);

    static byte[] join(byte[] path, String below) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(path);
        joined.write('/');
        joined.writeBytes(below.getBytes(StandardCharsets.ISO_8859_1));
        return joined.toByteArray();
    }

    private byte[] at(String below) {
        return join(path(), below);
    }

    @Test
    default void openRoot_followsLinksOfTheOperator() throws IOException {
        top().makeDirectory(name("d"), 0755);
        top().makeSymlink(name("l"), target("d"));
        for (String typed : List.of("d", "d/", "l", "l/", "./l/.", "d/../l")) {
            try (Root root = system().openRoot(at(typed))) {
                assertEquals(top().stat(name("d")).inode(), root.stat().inode(), typed);
                assertArrayEquals(at("d"), system().realPath(at(typed)), typed);
            }
        }
    }

    @Test
    default void realPath_ofAFile_hasNoLinks() throws IOException {
        top().makeDirectory(name("d"), 0755);
        top().makeSymlink(name("l"), target("d"));
        try (Directory directory = top().openDirectory(name("d"))) {
            directory.createFile(name("f")).close();
            directory.makeSymlink(name("lf"), target("../l/f"));
        }
        for (String typed : List.of("d/f", "l/f", "d/lf", "l/../d/lf")) {
            assertArrayEquals(at("d/f"), system().realPath(at(typed)), typed);
        }
        assertFails(Reason.NOT_FOUND, () -> system().realPath(at("d/none")));
    }

    @Test
    default void openRoot_ofNoDirectory_refuses() throws IOException {
        top().createFile(name("f")).close();
        top().makeSymlink(name("loop"), target("loop"));
        assertFails(Reason.NOT_DIRECTORY, () -> system().openRoot(at("f")));
        assertFails(Reason.NOT_DIRECTORY, () -> system().openRoot(at("f/x")));
        assertFails(Reason.NOT_FOUND, () -> system().openRoot(at("none")));
        assertFails(Reason.NOT_FOUND, () -> system().openRoot(new byte[0]));
        assertFails(Reason.SYMLINK, () -> system().openRoot(at("loop")));
        assertFails(Reason.NAME_TOO_LONG, () -> system().openRoot(at("n".repeat(256))));
    }

    @Test
    default void stat_ofTypedPath_followsTheLastLinkOrNot() throws IOException {
        top().createFile(name("f")).close();
        top().makeSymlink(name("l"), target("f"));
        assertEquals(Kind.FILE, system().stat(at("l"), LastLink.FOLLOWED).kind());
        assertEquals(Kind.SYMLINK, system().stat(at("l"), LastLink.ITSELF).kind());
        assertEquals(Kind.FILE, system().stat(at("f"), LastLink.ITSELF).kind());
        assertFails(Reason.NOT_FOUND, () -> system().stat(at("none"), LastLink.ITSELF));
    }

    @Test
    default void makeDirectories_makesWhatIsMissing_lessTheUmask() throws IOException {
        setUmask(027);
        assertFails(Reason.NOT_FOUND, () -> system().makeDirectory(at("a/b"), 0777));
        system().makeDirectories(at("a/b//c/"), 0777);
        system().makeDirectories(at("a/b/c"), 0777);
        for (String made : List.of("a", "a/b", "a/b/c")) {
            assertEquals(0750, system().stat(at(made), LastLink.ITSELF).mode());
        }
        assertFails(Reason.EXISTS, () -> system().makeDirectory(at("a"), 0777));
        top().createFile(name("f")).close();
        assertFails(Reason.EXISTS, () -> system().makeDirectories(at("f"), 0777));
        assertFails(Reason.NOT_DIRECTORY, () -> system().makeDirectories(at("f/g"), 0777));
    }

    @Test
    default void path_ofBytesThatAreNoText_works() throws IOException {
        system().makeDirectory(at("\u00ff\u00fe\n"), 0700);
        try (Root root = system().openRoot(at("\u00ff\u00fe\n"))) {
            assertEquals(Kind.DIRECTORY, root.stat().kind());
        }
    }
}
