package dev.dsync.core.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Golden;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageWriter;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VersionedListingTest {
    private static final RelPath PATH = RelPath.literal("some/path");
    private static final Attributes ATTRIBUTES =
            new Attributes(0644, new Timestamp(1_700_000_000, 5), 0, 0);
    private static final Digest DIGEST = new Digest(1, 2, 3, 4);
    private static final Profile WATCH =
            new Profile(
                            true, true, true, false, false, false, false, true, false, false, false,
                            false, true)
                    .withVersions(true);

    /** All but the content that watch profiles require. */
    private static final Profile NO_CONTENT = Trees.NONE.withVersions(true);

    private static Revision revision(long counter) {
        ReplicaId author = new ReplicaId(0xabcL);
        return Revision.value(
                VersionVector.of(Map.of(author, counter, new ReplicaId(-1), 3L)),
                author,
                counter % 2 == 0 ? DIGEST : null);
    }

    private static Entry.FileEntry file(String path) {
        return new Entry.FileEntry(RelPath.literal(path), ATTRIBUTES, 5, null, DIGEST, null);
    }

    private static Listing write(NavigableMap<RelPath, Entry> tree, Map<RelPath, Revision> all)
            throws IOException {
        Listing.Writer writer = new Listing.Writer(NO_CONTENT, new MemoryPageStore());
        for (Entry entry : tree.values()) {
            writer.add(entry, all.getOrDefault(entry.path(), revision(1)));
        }
        return writer.finish();
    }

    @Test
    void randomTree_readBackWithRevisions() throws Exception {
        Random random = new Random(1);
        NavigableMap<RelPath, Entry> tree = Trees.tree(random, 800);
        Map<RelPath, Revision> revisions = new HashMap<>();
        for (RelPath path : tree.keySet()) {
            revisions.put(path, revision(1 + random.nextInt(1000)));
        }
        Listing listing = write(tree, revisions);
        Listing.Cursor cursor = listing.cursor();
        assertThrows(IllegalStateException.class, cursor::revision);
        int count = 0;
        for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
            assertEquals(revisions.get(entry.path()), cursor.revision());
            assertEquals(
                    revisions.get(entry.path()), listing.findRevision(entry.path()).orElseThrow());
            count++;
        }
        assertEquals(tree.size(), count);
        assertThrows(IllegalStateException.class, cursor::revision);
        assertTrue(listing.findRevision(RelPath.literal("absent")).isEmpty());
    }

    @Test
    void twoListings_differWhereOnlyRevisionsDo() throws Exception {
        NavigableMap<RelPath, Entry> left = Trees.tree(new Random(2), 400);
        NavigableMap<RelPath, Entry> right = new TreeMap<>(left);
        RelPath gone = right.pollLastEntry().getKey();
        RelPath touched = right.firstKey();
        Listing.Difference difference =
                write(left, Map.of()).difference(write(right, Map.of(touched, revision(2))));
        assertTrue(difference.next());
        assertEquals(touched, difference.path());
        assertEquals(difference.left(), difference.right());
        assertEquals(revision(1), difference.leftRevision());
        assertEquals(revision(2), difference.rightRevision());
        assertTrue(difference.next());
        assertEquals(gone, difference.path());
        assertEquals(revision(1), difference.leftRevision());
        assertNull(difference.rightRevision());
        assertEquals(false, difference.next());
        assertNull(difference.leftRevision());
    }

    @Test
    void oneShotProfiles_haveNone() throws Exception {
        Listing listing =
                Trees.write(
                        Trees.ALL, Trees.tree(new Random(3), 5).values(), new MemoryPageStore());
        Listing.Cursor cursor = listing.cursor();
        cursor.next();
        assertThrows(IllegalStateException.class, cursor::revision);
        assertTrue(listing.findRevision(RelPath.ROOT).isEmpty());
    }

    @Test
    void entryThatDoesNotFitItsProfile_isNotWritten() {
        Entry file = file("a");
        Entry empty = new Entry.FileEntry(PATH, ATTRIBUTES, 0, null, null, null);
        Revision delete = Revision.delete(VersionVector.EMPTY, new ReplicaId(1), 1);
        Revision value = revision(1);
        assertThrows(IllegalArgumentException.class, () -> Listing.encode(WATCH, file));
        assertThrows(IllegalArgumentException.class, () -> Listing.encode(WATCH, file, delete));
        assertThrows(IllegalArgumentException.class, () -> Listing.encode(WATCH, empty, value));
        assertThrows(IllegalArgumentException.class, () -> Listing.encode(Trees.ALL, file, value));
    }

    @Test
    void payloadNotInItsForm_refused() throws IOException {
        byte[] whole = Listing.encode(WATCH, file("some/path"), revision(2));
        assertEquals(file("some/path"), Listing.decode(WATCH, PATH, 5, whole));
        HexFormat hex = HexFormat.of();
        String text = hex.formatHex(whole);
        String tail = hex.formatHex(revision(2).encode());
        String entry = text.substring(0, text.length() - tail.length());
        Revision delete = Revision.delete(VersionVector.EMPTY, new ReplicaId(1), 1);
        String content = DIGEST.toString();
        String noContent = "0" + entry.substring(1, entry.length() - content.length());
        for (String each :
                List.of(
                        entry,
                        text.substring(0, text.length() - 2),
                        text + "00",
                        entry + hex.formatHex(delete.encode()),
                        noContent + tail)) {
            assertThrows(
                    MalformedPageException.class,
                    () -> Listing.decode(WATCH, PATH, 5, hex.parseHex(each)),
                    each);
        }
        Profile oneShot = WATCH.withVersions(false);
        assertThrows(MalformedPageException.class, () -> Listing.decode(oneShot, PATH, 5, whole));
        assertEquals(PATH, Listing.decode(oneShot, PATH, 5, hex.parseHex(noContent)).path());
    }

    @Test
    void mutated_refusedOrCanonical() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            Entry before = Trees.entry(random, PATH);
            byte[] payload = Listing.encode(NO_CONTENT, before, revision(1 + random.nextInt(300)));
            payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                Entry entry = Listing.decode(NO_CONTENT, PATH, 0, payload);
                int start = Listing.encode(Trees.NONE, entry).length;
                assertArrayEquals(Listing.encode(Trees.NONE, entry), Arrays.copyOf(payload, start));
            } catch (MalformedPageException e) {
                assertTrue(e.offset() <= payload.length);
            }
        }
    }

    @Test
    void longestEntry_fits() throws Exception {
        Map<ReplicaId, Long> members = new HashMap<>();
        for (int i = 0; i < VersionVector.MEMBERS_MAX; i++) {
            members.put(new ReplicaId(i), Long.MAX_VALUE);
        }
        byte[] bytes = new byte[LinkTarget.BYTES_MAX];
        Arrays.fill(bytes, (byte) 'a');
        Entry link =
                new Entry.SymlinkEntry(
                        PATH, ATTRIBUTES, LinkTarget.of(bytes), new Entry.Xattrs.Named(DIGEST));
        Revision revision = Revision.value(VersionVector.of(members), new ReplicaId(-1), DIGEST);
        Profile all = Trees.ALL.withVersions(true);
        byte[] payload = Listing.encode(all, link, revision);
        assertTrue(payload.length < PageWriter.PAYLOAD_MAX);
        assertEquals(link.path(), Listing.decode(all, PATH, 0, payload).path());
    }

    @Test
    void entriesWithRevisions_asWritten() throws IOException {
        StringBuilder text = new StringBuilder();
        Entry directory =
                new Entry.DirectoryEntry(RelPath.ROOT, ATTRIBUTES, Entry.Listed.ALL, null);
        for (Entry entry : List.of(directory, file("a"))) {
            for (long counter = 1; counter <= 2; counter++) {
                byte[] payload = Listing.encode(WATCH, entry, revision(counter));
                text.append(
                        "%s %s %s\n"
                                .formatted(
                                        entry.kind(),
                                        entry.path(),
                                        HexFormat.of().formatHex(payload)));
            }
        }
        Listing.Writer writer = new Listing.Writer(WATCH, new MemoryPageStore());
        writer.add(directory, revision(1));
        writer.add(file("a"), revision(2));
        text.append("root %s\n".formatted(writer.finish().root().name()));
        Golden.check("listing/v1/revisions.txt", text.toString());
    }
}
