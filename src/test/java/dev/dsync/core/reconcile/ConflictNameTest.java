package dev.dsync.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConflictNameTest {
    private static final ReplicaId AUTHOR = new ReplicaId(0x0a1b2c3d4e5f6071L);
    private static final Digest CONTENT = new Digest(0x4d5e6f7081920a1bL, 2, 3, 4);
    private static final long TIME = 1_795_812_312;
    private static final String MARK = ".sync-conflict-20261127-204512-0a1b2c3-4d5e";
    private static final String FULL = MARK.substring(0, MARK.length() - 4) + CONTENT;

    private static Entry file(RelPath path, long modified) {
        return new Entry.FileEntry(path, Peer.modified(modified), 1, null, CONTENT, null);
    }

    private static String of(String name) {
        return ConflictName.of(file(RelPath.literal("dir/" + name), TIME), AUTHOR).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "report.txt, report, .txt",
        "report, report, ''",
        "archive.tar.gz, archive.tar, .gz",
        ".bashrc, .bashrc, ''",
        ".config.toml, .config, .toml",
        "ends., ends, .",
        "a.123456789012345678901234567890x, a, .123456789012345678901234567890x",
        "a.123456789012345678901234567890xy, a.123456789012345678901234567890xy, ''",
        "report.sync-conflict-20200101-000000-fffffff-0000.txt, report, .txt",
        "report.sync-conflict-20200101-000000-fffffff-0000, report, ''",
        ".sync-conflict-20200101-000000-fffffff-0000.txt, "
                + ".sync-conflict-20200101-000000-fffffff-0000, .txt",
        "a.sync-conflict-2020-000000-fffffff-0000.x, a.sync-conflict-2020-000000-fffffff-0000, .x",
    })
    void names_asMade(String name, String stem, String extension) {
        assertEquals(stem + MARK + extension, of(name));
    }

    @Test
    void ownName_isNotGivenAgain() {
        assertEquals("report" + FULL + ".txt", of("report" + MARK + ".txt"));
        assertEquals("report" + MARK + ".txt", of("report" + FULL + ".txt"));
        assertEquals("report" + FULL, of("report" + MARK));
    }

    @Test
    void nameOfAnotherValue_isLeftToIt() throws IllegalNameException {
        Entry copied = file(RelPath.literal("dir/report" + MARK + ".txt"), TIME);
        Known.Live copy = new Known.Live(copied, Revision.value(VersionVector.EMPTY, AUTHOR, null));
        Entry edited =
                new Entry.FileEntry(
                        copied.path(),
                        Peer.modified(TIME),
                        1,
                        null,
                        new Digest(CONTENT.a(), 0, 0, 0),
                        null);
        Known other = new Known.Live(edited, copy.revision());

        assertEquals(copy, copy.beside(new Known.Absent()));
        assertEquals(copy, copy.beside(copy));
        assertEquals(
                RelPath.literal("dir/report" + FULL + ".txt"), copy.beside(other).entry().path());
        assertEquals(copy.revision(), copy.beside(other).revision());
    }

    @Test
    void longName_isCutBeforeACharacter() {
        String extension = ".txt";
        int room = Name.BYTES_MAX - MARK.length() - extension.length();
        for (String character : new String[] {"a", "ü", "€", "😀"}) {
            for (int lead = 0; lead < 4; lead++) {
                int width = character.getBytes(StandardCharsets.UTF_8).length;
                String stem = "x".repeat(lead) + character.repeat((250 - lead) / width);
                String copy = of(stem + extension);
                int kept = lead + (room - lead) / width * width;
                assertEquals(
                        "x".repeat(lead)
                                + character.repeat((room - lead) / width)
                                + MARK
                                + extension,
                        copy);
                assertEquals(kept + MARK.length() + 4, Name.literal(copy).length());
            }
        }
    }

    @Test
    void hostileNames_giveNamesOfTheirOwn() throws IllegalNameException {
        Random random = new Random(1);
        byte[] dull = {(byte) 0x80, (byte) 0xff, '.', 'a', '\n', ' ', '-', (byte) 0xc3};
        for (int i = 0; i < 5000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(Name.BYTES_MAX)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = dull[random.nextInt(dull.length)];
            }
            if (random.nextInt(20) == 0) {
                Arrays.fill(bytes, (byte) 0x80);
            }
            bytes[0] = 'b';
            Name name = Name.of(bytes);
            Entry entry = file(RelPath.ROOT.child(name), random.nextLong());
            Name copy = ConflictName.of(entry, AUTHOR);
            assertNotEquals(name, copy);
            assertEquals(copy, ConflictName.of(entry, AUTHOR));
            RelPath again = RelPath.ROOT.child(copy);
            Name second = ConflictName.of(Values.at(again, entry), AUTHOR);
            assertNotEquals(copy, second);
            assertTrue(second.length() <= Name.BYTES_MAX);
        }
    }

    @Test
    void longNameThatIsACopy_isNotItsOwnCopy() {
        String name = "é".repeat(126) + "x.y";
        for (int i = 0; i < 5; i++) {
            String next = of(name);
            assertNotEquals(name, next);
            name = next;
        }
    }

    @Test
    void timesNoCalendarHas_areTheNearest() {
        RelPath path = RelPath.literal("a");
        assertEquals(
                "a.sync-conflict-00000101-000000-0a1b2c3-4d5e",
                ConflictName.of(file(path, Long.MIN_VALUE), AUTHOR).toString());
        assertEquals(
                "a.sync-conflict-99991231-235959-0a1b2c3-4d5e",
                ConflictName.of(file(path, Long.MAX_VALUE), AUTHOR).toString());
        assertEquals(
                "a.sync-conflict-19691231-235959-0a1b2c3-4d5e",
                ConflictName.of(file(path, -1), AUTHOR).toString());
    }

    @Test
    void linksAndSpecials_areNamedByWhatTheyAre() {
        RelPath path = RelPath.literal("a");
        // printf to | sha256sum
        assertEquals(
                "a.sync-conflict-19700101-000000-0a1b2c3-663e",
                ConflictName.of(Peer.link(path, "to"), AUTHOR).toString());
        Entry fifo = new Entry.SpecialEntry(path, Peer.modified(0), Kind.FIFO, 0, 0, null);
        Entry socket = new Entry.SpecialEntry(path, Peer.modified(0), Kind.SOCKET, 0, 0, null);
        assertNotEquals(ConflictName.of(fifo, AUTHOR), ConflictName.of(socket, AUTHOR));
        assertThrows(
                IllegalArgumentException.class,
                () -> ConflictName.of(Peer.directory(path), AUTHOR));
    }

    private static String original(String copy) throws IllegalNameException {
        return ConflictName.original(Name.literal(copy)).map(Name::toString).orElse("none");
    }

    @Test
    void original_isWhatTheCopyWas() throws IllegalNameException {
        for (String name : List.of("a.txt", "a", ".a", "a.tar.gz", "a.b c", "a..")) {
            Name copy = ConflictName.of(file(RelPath.literal(name), TIME), AUTHOR);
            assertEquals(name, original(copy.toString()));
        }
        String mark = ".sync-conflict-20261127-204512-0a1b2c3-4d5e";
        assertEquals("a", original("a" + mark + "6f"));
        assertEquals("none", original("a.txt"));
        assertEquals("none", original(mark));
        assertEquals("none", original("a" + mark + "z"));
        assertEquals("none", original("a.sync-conflict-20261127-204512-0a1b2c3.txt"));
    }

    @Test
    void name_isBytesNotText() throws IllegalNameException {
        byte[] bytes = {'a', (byte) 0xff, '.', (byte) 0xfe};
        Name copy = ConflictName.of(file(RelPath.of(bytes), TIME), AUTHOR);
        byte[] made = copy.bytes();
        assertArrayEquals(new byte[] {'a', (byte) 0xff, '.'}, Arrays.copyOf(made, 3));
        assertArrayEquals(
                new byte[] {'.', (byte) 0xfe},
                Arrays.copyOfRange(made, made.length - 2, made.length));
    }
}
