package dev.dsync.io.fs;

import static dev.dsync.io.fs.RootContractTest.assertFails;
import static dev.dsync.io.fs.RootContractTest.name;
import static dev.dsync.io.fs.RootContractTest.target;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every directory does where a thing gets another name. */
interface RenameContract {
    Directory top();

    private long file(String name) throws IOException {
        top().createFile(name(name)).close();
        return inode(name);
    }

    private long inode(String name) throws IOException {
        return top().stat(name(name)).inode();
    }

    @Test
    default void rename_toFreeName_moves_unlessExchanging() throws IOException {
        long inode = file("a");
        top().rename(name("a"), top(), name("b"), RenameMode.REPLACE);
        top().rename(name("b"), top(), name("c"), RenameMode.NO_REPLACE);
        assertFails(
                Reason.NOT_FOUND,
                () -> top().rename(name("c"), top(), name("d"), RenameMode.EXCHANGE));
        assertEquals(List.of(name("c")), top().names());
        assertEquals(inode, inode("c"));
    }

    @Test
    default void rename_toTakenName_doesWhatTheModeSays() throws IOException {
        long a = file("a");
        long b = file("b");
        assertFails(
                Reason.EXISTS,
                () -> top().rename(name("a"), top(), name("b"), RenameMode.NO_REPLACE));
        assertEquals(a, inode("a"));
        assertEquals(b, inode("b"));
        top().rename(name("a"), top(), name("b"), RenameMode.EXCHANGE);
        assertEquals(b, inode("a"));
        assertEquals(a, inode("b"));
        top().rename(name("a"), top(), name("b"), RenameMode.REPLACE);
        assertEquals(b, inode("b"));
        assertEquals(List.of(name("b")), top().names());
    }

    @Test
    default void rename_ofMissing_isNotFound() throws IOException {
        file("b");
        for (RenameMode mode : RenameMode.values()) {
            assertFails(Reason.NOT_FOUND, () -> top().rename(name("a"), top(), name("b"), mode));
        }
    }

    @Test
    default void rename_betweenDirectories_movesWholeTrees() throws IOException {
        top().makeDirectory(name("from"), 0755);
        top().makeDirectory(name("to"), 0755);
        try (Directory from = top().openDirectory(name("from"));
                Directory to = top().openDirectory(name("to"))) {
            from.makeDirectory(name("d"), 0755);
            try (Directory d = from.openDirectory(name("d"))) {
                d.createFile(name("f")).close();
                from.rename(name("d"), to, name("e"), RenameMode.NO_REPLACE);
                assertEquals(List.of(name("f")), d.names());
            }
            assertEquals(List.of(), from.names());
            assertEquals(List.of(name("e")), to.names());
            assertFails(
                    Reason.OTHER,
                    () -> top().rename(name("to"), to, name("x"), RenameMode.REPLACE));
        }
    }

    @Test
    default void rename_overOtherKind_refuses_butExchanges() throws IOException {
        file("f");
        top().makeDirectory(name("d"), 0755);
        top().makeSymlink(name("l"), target("d"));
        top().makeDirectory(name("full"), 0755);
        try (Directory full = top().openDirectory(name("full"))) {
            full.createFile(name("x")).close();
        }
        assertFails(
                Reason.IS_DIRECTORY,
                () -> top().rename(name("f"), top(), name("d"), RenameMode.REPLACE));
        assertFails(
                Reason.NOT_DIRECTORY,
                () -> top().rename(name("d"), top(), name("f"), RenameMode.REPLACE));
        assertFails(
                Reason.NOT_EMPTY,
                () -> top().rename(name("d"), top(), name("full"), RenameMode.REPLACE));
        top().rename(name("full"), top(), name("d"), RenameMode.REPLACE);
        top().rename(name("f"), top(), name("d"), RenameMode.EXCHANGE);
        assertEquals(Kind.DIRECTORY, top().stat(name("f")).kind());
        assertEquals(Kind.FILE, top().stat(name("d")).kind());
        top().rename(name("d"), top(), name("l"), RenameMode.REPLACE);
        assertEquals(Kind.FILE, top().stat(name("l")).kind());
    }

    @Test
    default void link_givesTheSameInodeASecondName_ofALinkItself() throws IOException {
        long inode = file("a");
        top().makeSymlink(name("l"), target("a"));
        top().makeDirectory(name("d"), 0755);
        try (Directory d = top().openDirectory(name("d"))) {
            top().link(name("a"), d, name("b"));
            assertEquals(inode, d.stat(name("b")).inode());
            assertEquals(2, d.stat(name("b")).links());
            top().link(name("l"), d, name("m"));
            assertEquals(Kind.SYMLINK, d.stat(name("m")).kind());
            assertFails(Reason.NOT_PERMITTED, () -> top().link(name("d"), top(), name("e")));
            assertFails(Reason.NOT_FOUND, () -> top().link(name("none"), d, name("e")));
            d.unlink(name("b"));
            assertEquals(1, top().stat(name("a")).links());
        }
    }

    @Test
    default void rename_betweenNamesOfOneInode_doesNothing() throws IOException {
        file("a");
        top().link(name("a"), top(), name("b"));
        top().rename(name("a"), top(), name("b"), RenameMode.REPLACE);
        assertEquals(List.of(name("a"), name("b")), top().names());
    }

    @Test
    default void rename_namesOf255Bytes_work() throws IOException {
        Name longest = name("x".repeat(Name.BYTES_MAX));
        Name other = name("y".repeat(Name.BYTES_MAX));
        top().createFile(longest).close();
        top().rename(longest, top(), other, RenameMode.NO_REPLACE);
        top().link(other, top(), longest);
        assertEquals(List.of(longest, other), top().names());
    }
}
