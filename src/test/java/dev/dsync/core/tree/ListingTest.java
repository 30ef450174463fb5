package dev.dsync.core.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.tree.Entry.Attributes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
    private static final RelPath PATH = RelPath.literal("some/path");

    private static Entry again(Profile profile, Entry entry) throws IOException {
        long size = entry instanceof Entry.FileEntry file ? file.size() : 0;
        return Listing.decode(profile, entry.path(), size, Listing.encode(profile, entry));
    }

    @Test
    void everyProfile_whatIsListedComesBackAndTheRestIsZero() throws IOException {
        Random random = new Random(1);
        for (int bits = 0; bits < 2048; bits++) {
            Profile profile = Trees.profile(bits);
            for (int i = 0; i < 2; i++) {
                Entry entry = Trees.entry(random, PATH);
                Entry back = again(profile, entry);
                assertEquals(back, again(profile, back));
                assertArrayEquals(Listing.encode(profile, entry), Listing.encode(profile, back));
                assertEquals(entry.kind(), back.kind());
                Attributes was = entry.attributes();
                Attributes is = back.attributes();
                assertEquals(profile.owner() ? was.uid() : 0, is.uid());
                assertEquals(profile.group() ? was.gid() : 0, is.gid());
                assertEquals(
                        profile.xattrs() == Profile.Namespaces.ALL ? entry.xattrs() : null,
                        back.xattrs());
                assertEquals(profile.acls() ? was.acls() : Entry.Acls.NONE, is.acls());
                assertEquals(entry.kind() == Kind.SYMLINK ? 0 : was.mode(), is.mode());
                assertEquals(
                        listsTime(profile, entry.kind()) ? was.modified() : new Timestamp(0, 0),
                        is.modified());
            }
        }
    }

    private static boolean listsTime(Profile profile, Kind kind) {
        return switch (kind) {
            case DIRECTORY -> profile.directoryModified();
            case SYMLINK -> profile.linkModified();
            case FILE, FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> true;
        };
    }

    @Test
    void nothingCounts_modesAndTimesOfFilesAreListedYet() throws IOException {
        Attributes attributes = new Attributes(0644, new Timestamp(1_700_000_000, 1), 1000, 1000);
        Attributes file = new Attributes(0644, attributes.modified(), 0, 0);
        Attributes directory = new Attributes(0644, new Timestamp(0, 0), 0, 0);
        assertEquals(
                file,
                again(Trees.NONE, new Entry.FileEntry(PATH, attributes, 5, null, null, null))
                        .attributes());
        assertEquals(
                file,
                again(Trees.NONE, new Entry.SpecialEntry(PATH, attributes, Kind.FIFO, 0, 0, null))
                        .attributes());
        assertEquals(
                directory,
                again(
                                Trees.NONE,
                                new Entry.DirectoryEntry(PATH, attributes, Entry.Listed.ALL, null))
                        .attributes());
    }

    @Test
    void everyFieldMattersWhereItCounts() {
        Attributes attributes = new Attributes(0644, new Timestamp(7, 1), 1, 2);
        Digest digest = new Digest(1, 2, 3, 4);
        Entry entry = new Entry.FileEntry(PATH, attributes, 5, null, null, null);
        List<Entry> others =
                List.of(
                        new Entry.FileEntry(
                                PATH,
                                new Attributes(0645, new Timestamp(7, 1), 1, 2),
                                5,
                                null,
                                null,
                                null),
                        new Entry.FileEntry(
                                PATH,
                                new Attributes(0644, new Timestamp(8, 1), 1, 2),
                                5,
                                null,
                                null,
                                null),
                        new Entry.FileEntry(
                                PATH,
                                new Attributes(0644, new Timestamp(7, 2), 1, 2),
                                5,
                                null,
                                null,
                                null),
                        new Entry.FileEntry(
                                PATH,
                                new Attributes(0644, new Timestamp(7, 1), 3, 2),
                                5,
                                null,
                                null,
                                null),
                        new Entry.FileEntry(
                                PATH,
                                new Attributes(0644, new Timestamp(7, 1), 1, 3),
                                5,
                                null,
                                null,
                                null),
                        new Entry.FileEntry(PATH, attributes, 5, RelPath.literal("a"), null, null),
                        new Entry.FileEntry(PATH, attributes, 5, null, digest, null),
                        new Entry.FileEntry(
                                PATH, attributes, 5, null, null, new Entry.Xattrs.Named(digest)),
                        new Entry.FileEntry(PATH, attributes, 5, null, null, told("user.a", "v")),
                        new Entry.FileEntry(PATH, attributes, 5, null, null, told("user.a", "w")),
                        new Entry.FileEntry(PATH, attributes, 5, null, null, told("user.b", "v")),
                        new Entry.DirectoryEntry(PATH, attributes, Entry.Listed.ALL, null),
                        new Entry.DirectoryEntry(PATH, attributes, Entry.Listed.NONE, null),
                        new Entry.DirectoryEntry(PATH, attributes, Entry.Listed.FAILED, null));
        TreeSet<String> forms = new TreeSet<>();
        forms.add(HexFormat.of().formatHex(Listing.encode(Trees.ALL, entry)));
        for (Entry other : others) {
            assertTrue(
                    forms.add(HexFormat.of().formatHex(Listing.encode(Trees.ALL, other))),
                    other::toString);
        }
    }

    private static Entry.@Nullable Xattrs told(String name, String value) {
        Entry.Xattrs.Taking taking = new Entry.Xattrs.Taking();
        taking.add(name, value.getBytes(StandardCharsets.US_ASCII));
        return taking.finish();
    }

    @Test
    void manyXattrs_areToldUpToALimitAndNamedBeyond() throws IOException {
        Attributes attributes = new Attributes(0644, new Timestamp(7, 1), 1, 2);
        int most = Entry.Xattrs.Told.BYTES_MAX;
        Entry.Xattrs all = told("user.a", "v".repeat(most - 10));
        assertInstanceOf(Entry.Xattrs.Told.class, all);
        Entry entry = new Entry.FileEntry(PATH, attributes, 5, null, null, all);
        assertEquals(all, again(Trees.ALL, entry).xattrs());
        Entry.Xattrs tooMany = told("user.a", "v".repeat(most - 9));
        assertInstanceOf(Entry.Xattrs.Named.class, tooMany);
        assertNotEquals(tooMany, told("user.a", "w".repeat(most - 9)));
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, 0, 00 a403 00 00, ok",
        "NONE, 0, 01 ed03, ok",
        "NONE, 0, 02 01 61, ok",
        "NONE, 0, '', no tag",
        "NONE, 0, 07, unknown kind",
        "NONE, 0, 01 ed03 00, trailing byte",
        "NONE, 0, 00 a403, file without a time",
        "NONE, 0, 03 a403, special without a time",
        "NONE, 0, 80 a403 00 00, unknown flag",
        "NONE, 0, 40 a403 00 00, unknown flag",
        "NONE, 0, 31 ed03, unknown state of a directory",
        "NONE, 0, 10 a403 00 00 01 61, leader that does not count",
        "NONE, 0, 20 a403 00 00 "
                + "0000000000000000000000000000000000000000000000000000000000000000, "
                + "content that does not count",
        "NONE, 0, 08 a403 00 00 "
                + "0000000000000000000000000000000000000000000000000000000000000000, "
                + "xattrs that do not count",
        "NONE, 5, 01 ed03, size of a directory",
        "NONE, 0, 02 00, empty link target",
        "NONE, 0, 02 8200 61, link target not in its shortest form",
        "NONE, 0, 02 01 00, NUL in a link target",
        "NONE, 0, 02 ff7f 61, link target beyond the end",
        "NONE, 0, 12 01 61, flag of a directory on a link",
        "NONE, 0, 05 a403 00 00 ffffffff1f 00, device number over 32 bits",
        "ALL, 0, 01 8020 00 00 00 00, mode over 07777",
        "ALL, 0, 01 00 00 8094ebdc03 00 00, nanoseconds of a whole second",
        "ALL, 0, 10 00 00 00 00 00 01 61, ok",
        "ALL, 0, 10 00 00 00 00 00 01 7a, leader behind its follower",
        "ALL, 0, 10 00 00 00 00 00 00, leader that is the root",
        "ALL, 0, 10 00 00 00 00 00 02 2e2e, leader that is no path",
        "ALL, 0, 20 00 00 00 00 00 61, digest cut short",
    })
    void payloadNotInItsForm_refused(String profileName, long size, String hex, String what)
            throws IOException {
        Profile profile =
                switch (profileName) {
                    case "ALL" -> Trees.ALL;
                    case "USER" -> Trees.ALL.withXattrs(Profile.Namespaces.USER);
                    default -> Trees.NONE;
                };
        byte[] payload = HexFormat.of().parseHex(hex.replace(" ", ""));
        if (what.equals("ok")) {
            assertEquals(PATH, Listing.decode(profile, PATH, size, payload).path());
        } else {
            assertThrows(
                    MalformedPageException.class,
                    () -> Listing.decode(profile, PATH, size, payload),
                    what);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ALL, 0, 40 00 00 00 00 00 09 06 757365722e61 01 76, ok",
        "ALL, 0, 40 00 00 00 00 00 12 06 757365722e61 01 76 06 757365722e62 01 76, ok",
        "ALL, 0, 40 00 00 00 00 00 12 06 757365722e61 01 76 06 757365722e61 01 76, xattr twice",
        "ALL, 0, 40 00 00 00 00 00 12 06 757365722e62 01 76 06 757365722e61 01 76, xattrs unsorted",
        "ALL, 0, 40 00 00 00 00 00 0a 06 757365722e61 01 76, xattrs beyond the end",
        "ALL, 0, 40 00 00 00 00 00 09 06 757365722e61 02 76, value beyond the end",
        "ALL, 0, 40 00 00 00 00 00 09 06 757365722e00 01 76, NUL in the name of an xattr",
        "ALL, 0, 40 00 00 00 00 00 0b 08 73797374656d2e61 01 76, xattr of the system",
        "ALL, 0, 40 00 00 00 00 00 02 00 00, xattr without a name",
        "ALL, 0, 40 00 00 00 00 00 00, no xattrs",
        "ALL, 0, 40 00 00 00 00 00 81c001 00, more bytes of xattrs than a listing has",
        "ALL, 0, 48 00 00 00 00 00 09 06 757365722e61 01 76, xattrs in two forms",
        "USER, 0, 40 00 00 00 00 00 09 06 757365722e61 01 76, ok",
        "USER, 0, 40 00 00 00 00 00 0c 09 747275737465642e61 01 76, xattr that does not count",
    })
    void xattrsNotInTheirForm_refused(String profileName, long size, String hex, String what)
            throws IOException {
        payloadNotInItsForm_refused(profileName, size, hex, what);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void payloadMutated_refusedOrCanonical(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Profile profile = Trees.profile(random.nextInt(2048));
            byte[] payload = Listing.encode(profile, Trees.entry(random, PATH));
            payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] cut =
                    random.nextInt(4) == 0
                            ? Arrays.copyOf(payload, random.nextInt(payload.length))
                            : payload;
            try {
                assertArrayEquals(
                        cut, Listing.encode(profile, Listing.decode(profile, PATH, 0, cut)));
            } catch (MalformedPageException e) {
                assertTrue(e.offset() <= cut.length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomTree_readBackAndFound(long seed) throws Exception {
        Random random = new Random(seed);
        NavigableMap<RelPath, Entry> tree = Trees.tree(random, 1500);
        Listing listing = Trees.write(Trees.profile(2047), tree.values(), new MemoryPageStore());
        List<Entry> read = new ArrayList<>();
        Listing.Cursor cursor = listing.cursor();
        for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
            read.add(entry);
        }
        assertEquals(List.copyOf(tree.keySet()), read.stream().map(Entry::path).toList());
        for (int i = 0; i < 50; i++) {
            Entry entry = read.get(random.nextInt(read.size()));
            assertEquals(entry, listing.find(entry.path()).orElseThrow());
            assertTrue(listing.find(entry.path().child(Name.literal("absent"))).isEmpty());
            Listing.Cursor sought = listing.cursor();
            sought.seek(entry.path());
            assertEquals(entry, sought.next());
        }
    }

    @Test
    void counts_byKind() throws Exception {
        NavigableMap<RelPath, Entry> tree = Trees.tree(new Random(5), 300);
        Listing.Writer writer = new Listing.Writer(Trees.ALL, new MemoryPageStore());
        for (Entry entry : tree.values()) {
            writer.add(entry);
        }
        for (Kind kind : Kind.values()) {
            assertEquals(
                    tree.values().stream().filter(entry -> entry.kind() == kind).count(),
                    writer.count(kind));
        }
        assertThrows(IllegalArgumentException.class, () -> writer.add(tree.lastEntry().getValue()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void twoTrees_differAsTheirEntriesDo(long seed) throws Exception {
        Random random = new Random(seed);
        Profile profile = Trees.profile(random.nextInt(2048));
        NavigableMap<RelPath, Entry> left = Trees.tree(random, 800);
        TreeMap<RelPath, Entry> right = new TreeMap<>(left);
        List<RelPath> paths = new ArrayList<>(left.keySet());
        for (int i = 0; i < 20; i++) {
            RelPath path = paths.get(1 + random.nextInt(paths.size() - 1));
            right.remove(path);
            right.put(
                    path.child(Name.literal("new")),
                    Trees.entry(random, path.child(Name.literal("new"))));
            RelPath changed = paths.get(random.nextInt(paths.size()));
            right.put(changed, Trees.entry(random, changed));
        }
        TreeSet<RelPath> expected = new TreeSet<>(left.keySet());
        expected.addAll(right.keySet());
        for (RelPath path : List.copyOf(expected)) {
            Entry a = left.get(path);
            Entry b = right.get(path);
            if (Objects.equals(
                    a == null ? null : again(profile, a), b == null ? null : again(profile, b))) {
                expected.remove(path);
            }
        }
        Listing.Difference difference =
                Trees.write(profile, left.values(), new MemoryPageStore())
                        .difference(Trees.write(profile, right.values(), new MemoryPageStore()));
        List<RelPath> found = new ArrayList<>();
        while (difference.next()) {
            found.add(difference.path());
            assertNotEquals(difference.left(), difference.right());
            assertEquals(left.containsKey(difference.path()), difference.left() != null);
            assertEquals(right.containsKey(difference.path()), difference.right() != null);
        }
        assertEquals(List.copyOf(expected), found);
    }
}
