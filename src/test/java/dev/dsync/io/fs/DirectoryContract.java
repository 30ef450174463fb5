package dev.dsync.io.fs;

import static dev.dsync.io.fs.RootContractTest.assertFails;
import static dev.dsync.io.fs.RootContractTest.name;
import static dev.dsync.io.fs.RootContractTest.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every directory does with the names in it. */
interface DirectoryContract {
    Directory top();

    void setUmask(int umask);

    @Test
    default void names_ofEveryLegalByte_comeBackSorted() throws IOException, IllegalNameException {
        List<Name> names = new ArrayList<>();
        for (int b = 1; b < 256; b++) {
            if (b != '/') {
                names.add(Name.of(new byte[] {'x', (byte) b}));
            }
        }
        names.add(Name.of("n".repeat(255).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        names.add(name(".x"));
        names.add(name("..."));
        names.add(name("line\nbreak"));
        for (Name name : names.reversed()) {
            top().createFile(name).close();
        }
        names.sort(null);
        assertEquals(names, top().names());
        assertEquals(names, top().names(), "listed again");
        for (Name name : names) {
            assertEquals(Kind.FILE, top().stat(name).kind());
        }
    }

    @Test
    default void names_moreThanOneReadHolds_areAllThere() throws IOException {
        List<Name> names = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            names.add(name(String.format(java.util.Locale.ROOT, "%0200d", i)));
            top().makeSymlink(names.getLast(), target("t"));
        }
        assertEquals(names, top().names());
    }

    @Test
    default void names_ofRemovedDirectory_areNotFound() throws IOException {
        top().makeDirectory(name("d"), 0755);
        try (Directory d = top().openDirectory(name("d"))) {
            top().removeDirectory(name("d"));
            assertFails(Reason.NOT_FOUND, d::names);
            assertFails(Reason.NOT_FOUND, () -> d.createFile(name("f")));
        }
    }

    @Test
    default void stat_tellsKindsApart() throws IOException {
        makeEachKind();
        for (Kind kind : List.of(Kind.FILE, Kind.DIRECTORY, Kind.SYMLINK, Kind.FIFO, Kind.SOCKET)) {
            assertEquals(kind, top().stat(name(kind.name())).kind());
        }
        assertEquals(6, top().stat(name("SYMLINK")).size());
        assertFails(Reason.NOT_FOUND, () -> top().stat(name("none")));
    }

    /** One of each kind that needs no rights, by the kind's name. */
    private void makeEachKind() throws IOException {
        top().createFile(name("FILE")).close();
        top().makeDirectory(name("DIRECTORY"), 0755);
        top().makeSymlink(name("SYMLINK"), target("target"));
        top().makeSpecial(name("FIFO"), Kind.FIFO, 0644, 0, 0);
        top().makeSpecial(name("SOCKET"), Kind.SOCKET, 0644, 0, 0);
    }

    @Test
    default void openFile_ofWhatIsNoFile_refusesWithoutBlocking() throws IOException {
        makeEachKind();
        assertFails(Reason.IS_DIRECTORY, () -> top().openFile(name("DIRECTORY")));
        assertFails(Reason.IS_DIRECTORY, () -> top().openForWriting(name("DIRECTORY")));
        assertFails(Reason.SYMLINK, () -> top().openFile(name("SYMLINK")));
        assertFails(Reason.SYMLINK, () -> top().openForWriting(name("SYMLINK")));
        for (String special : List.of("FIFO", "SOCKET")) {
            assertFails(Reason.UNSUPPORTED, () -> top().openFile(name(special)));
            assertFails(Reason.UNSUPPORTED, () -> top().openForWriting(name(special)));
        }
        assertFails(Reason.NOT_FOUND, () -> top().openFile(name("none")));
        assertFails(Reason.NOT_FOUND, () -> top().openForWriting(name("none")));
    }

    @Test
    default void openDirectory_ofWhatIsNone_refuses() throws IOException {
        makeEachKind();
        assertFails(Reason.SYMLINK, () -> top().openDirectory(name("SYMLINK")));
        for (String other : List.of("FILE", "FIFO", "SOCKET")) {
            assertFails(Reason.NOT_DIRECTORY, () -> top().openDirectory(name(other)));
        }
        assertFails(Reason.NOT_FOUND, () -> top().openDirectory(name("none")));
    }

    @Test
    default void create_takenName_refuses() throws IOException {
        makeEachKind();
        for (Name taken : top().names()) {
            assertFails(Reason.EXISTS, () -> top().createFile(taken));
            assertFails(Reason.EXISTS, () -> top().makeDirectory(taken, 0755));
            assertFails(Reason.EXISTS, () -> top().makeSymlink(taken, target("t")));
            assertFails(Reason.EXISTS, () -> top().makeSpecial(taken, Kind.FIFO, 0644, 0, 0));
            assertFails(Reason.EXISTS, () -> top().link(name("FILE"), top(), taken));
        }
        assertEquals(5, top().names().size());
    }

    @Test
    default void create_underAnyUmask_hasExactlyTheMode() throws IOException {
        for (int umask : new int[] {0, 022, 077, 0777}) {
            setUmask(umask);
            for (int mode : new int[] {0, 0400, 0644, 0755, 0777, 01777, 02755, 04755, 07777}) {
                top().makeDirectory(name("d"), mode);
                top().makeSpecial(name("p"), Kind.FIFO, mode, 0, 0);
                assertEquals(mode, top().stat(name("d")).mode());
                assertEquals(mode, top().stat(name("p")).mode());
                top().removeDirectory(name("d"));
                top().unlink(name("p"));
            }
            top().createFile(name("f")).close();
            assertEquals(0600, top().stat(name("f")).mode());
            top().unlink(name("f"));
        }
    }

    @Test
    default void makeDirectory_inSetgidDirectory_inheritsTheBit() throws IOException {
        top().makeDirectory(name("s"), 02755);
        try (Directory s = top().openDirectory(name("s"))) {
            s.makeDirectory(name("d"), 0755);
            assertEquals(02755, s.stat(name("d")).mode());
        }
    }

    @Test
    default void makeSpecial_ofOrdinaryKind_isABug() {
        for (Kind kind : List.of(Kind.FILE, Kind.DIRECTORY, Kind.SYMLINK)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> top().makeSpecial(name("x"), kind, 0644, 0, 0));
        }
    }

    @Test
    default void setMode_ofSymlink_refusesAndLeavesTheTarget() throws IOException {
        top().makeDirectory(name("d"), 0755);
        top().makeSymlink(name("l"), target("d"));
        assertFails(Reason.SYMLINK, () -> top().setMode(name("l"), 0700));
        assertEquals(0755, top().stat(name("d")).mode());
        for (int mode : new int[] {0, 0644, 07777}) {
            top().setMode(name("d"), mode);
            assertEquals(mode, top().stat(name("d")).mode());
        }
        assertFails(Reason.NOT_FOUND, () -> top().setMode(name("none"), 0644));
    }

    @Test
    default void setModified_anyTime_isKeptToTheNanosecond_ofALinkItself() throws IOException {
        top().createFile(name("f")).close();
        top().makeSymlink(name("l"), target("f"));
        top().makeDirectory(name("d"), 0755);
        Timestamp untouched = new Timestamp(1_000_000_000, 1);
        top().setModified(name("f"), untouched);
        for (Timestamp time :
                List.of(
                        new Timestamp(0, 0),
                        new Timestamp(-1, 999_999_999),
                        new Timestamp(-86_400, 1),
                        new Timestamp(1_700_000_000, 123_456_789),
                        new Timestamp(4_294_967_296L, 999_999_999))) {
            top().setModified(name("l"), time);
            top().setModified(name("d"), time);
            assertEquals(time, top().stat(name("l")).modified());
            assertEquals(time, top().stat(name("d")).modified());
            assertEquals(untouched, top().stat(name("f")).modified());
        }
        assertFails(Reason.NOT_FOUND, () -> top().setModified(name("none"), untouched));
    }

    @Test
    default void attributesOfADirectoryItself_areSetWhereverItIsNow() throws IOException {
        top().makeDirectory(name("d"), 0755);
        top().makeDirectory(name("e"), 0755);
        Timestamp untouched = top().stat(name("e")).modified();
        Timestamp time = new Timestamp(1_234_567_890, 987_654_321);
        try (Directory d = top().openDirectory(name("d"))) {
            top().rename(name("d"), top(), name("moved"), RenameMode.NO_REPLACE);
            top().rename(name("e"), top(), name("d"), RenameMode.NO_REPLACE);
            for (int mode : new int[] {0, 0700, 01777, 02755, 07777}) {
                d.setMode(mode);
                assertEquals(mode, d.stat().mode());
                assertEquals(mode, top().stat(name("moved")).mode());
            }
            d.setModified(time);
            assertEquals(time, d.stat().modified());
            assertEquals(time, top().stat(name("moved")).modified());
            d.setOwner(-1, -1);
            assertEquals(top().stat().uid(), d.stat().uid());
            assertEquals(top().stat().gid(), d.stat().gid());
            assertEquals(07777, d.stat().mode(), "an owner leaves a directory's mode");
        }
        assertEquals(0755, top().stat(name("d")).mode());
        assertEquals(untouched, top().stat(name("d")).modified());
    }

    @Test
    default void readLink_anyBytes_comeBack() throws IOException, IllegalNameException {
        byte[] strange = new byte[255];
        for (int i = 0; i < 255; i++) {
            strange[i] = (byte) (i + 1);
        }
        List<LinkTarget> targets =
                List.of(
                        LinkTarget.of(strange),
                        target("/"),
                        target("../../etc"),
                        target("x".repeat(LinkTarget.BYTES_MAX)));
        for (LinkTarget target : targets) {
            top().makeSymlink(name("l"), target);
            assertEquals(target, top().readLink(name("l")));
            assertEquals(target.length(), top().stat(name("l")).size());
            top().unlink(name("l"));
        }
        top().createFile(name("f")).close();
        assertFails(Reason.UNSUPPORTED, () -> top().readLink(name("f")));
        assertFails(Reason.NOT_FOUND, () -> top().readLink(name("none")));
    }

    @Test
    default void remove_wrongKindOrNotEmpty_refuses() throws IOException {
        makeEachKind();
        try (Directory d = top().openDirectory(name("DIRECTORY"))) {
            d.createFile(name("f")).close();
            assertFails(Reason.NOT_EMPTY, () -> top().removeDirectory(name("DIRECTORY")));
            d.unlink(name("f"));
        }
        assertFails(Reason.IS_DIRECTORY, () -> top().unlink(name("DIRECTORY")));
        for (String other : List.of("FILE", "SYMLINK", "FIFO", "SOCKET")) {
            assertFails(Reason.NOT_DIRECTORY, () -> top().removeDirectory(name(other)));
            top().unlink(name(other));
        }
        top().removeDirectory(name("DIRECTORY"));
        assertFails(Reason.NOT_FOUND, () -> top().unlink(name("FILE")));
        assertFails(Reason.NOT_FOUND, () -> top().removeDirectory(name("DIRECTORY")));
        assertEquals(List.of(), top().names());
    }

    @Test
    default void sync_ofDirectory_works() throws IOException {
        top().createFile(name("f")).close();
        top().sync();
        assertEquals(List.of(name("f")), top().names());
    }
}
