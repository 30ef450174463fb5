package dev.dsync.io.fs;

import static dev.dsync.io.fs.RootContractTest.assertFails;
import static dev.dsync.io.fs.RootContractTest.name;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.tree.Kind;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every file system that has extended attributes does with them. */
interface XattrContract {
    Directory top();

    private static Xattrs.Key key(String key) {
        return Xattrs.Key.of(key.getBytes(StandardCharsets.ISO_8859_1)).orElseThrow();
    }

    private static void assertKept(Xattrs xattrs, Xattrs seen) throws IOException {
        assertEquals(List.of(), xattrs.keys());
        assertEquals(Optional.empty(), xattrs.get(key("user.a")));
        xattrs.set(key("user.b/\u00ff\n"), new byte[1000]);
        xattrs.set(key("user.a"), new byte[] {1});
        xattrs.set(key("user.a"), new byte[] {0, 2});
        xattrs.set(key("user.empty"), new byte[0]);
        assertEquals(
                List.of(key("user.a"), key("user.b/\u00ff\n"), key("user.empty")), seen.keys());
        assertArrayEquals(new byte[] {0, 2}, seen.get(key("user.a")).orElseThrow());
        assertArrayEquals(new byte[0], seen.get(key("user.empty")).orElseThrow());
        seen.remove(key("user.a"));
        assertFails(Reason.NOT_FOUND, () -> xattrs.remove(key("user.a")));
        assertEquals(2, xattrs.keys().size());
        assertFails(Reason.UNSUPPORTED, () -> xattrs.set(key("none"), new byte[1]));
    }

    @Test
    default void xattrs_ofAName_areThoseOfWhatIsOpened() throws IOException {
        top().makeDirectory(name("d"), 0755);
        try (WritableFile file = top().createFile(name("f"));
                Directory d = top().openDirectory(name("d"))) {
            assertKept(file.xattrs(), top().xattrs(name("f")));
            assertKept(top().xattrs(name("d")), d.xattrs());
        }
    }

    @Test
    default void xattrs_ofASymlink_areNotThoseOfItsTarget() throws IOException {
        top().createFile(name("f")).close();
        top().makeSymlink(name("l"), RootContractTest.target("f"));
        top().makeSpecial(name("p"), Kind.FIFO, 0644, 0, 0);
        for (String other : List.of("l", "p")) {
            Xattrs xattrs = top().xattrs(name(other));
            assertFails(Reason.NOT_PERMITTED, () -> xattrs.set(key("user.a"), new byte[1]));
            assertEquals(Optional.empty(), xattrs.get(key("user.a")));
            assertEquals(List.of(), xattrs.keys());
        }
        assertEquals(List.of(), top().xattrs(name("f")).keys());
    }
}
