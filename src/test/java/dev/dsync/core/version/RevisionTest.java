package dev.dsync.core.version;

import static dev.dsync.core.version.Vectors.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.RecordReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevisionTest {
    private static final ReplicaId AUTHOR = new ReplicaId(0x0123456789abcdefL);
    private static final Digest DIGEST = new Digest(1, 2, 3, 4);

    private static Revision read(byte[] bytes) throws MalformedPageException {
        RecordReader in = new RecordReader(bytes, 0, bytes.length);
        Revision revision = Revision.read(in);
        in.finish();
        return revision;
    }

    private static List<Revision> revisions(VersionVector version) {
        return List.of(
                Revision.value(version, AUTHOR, null),
                Revision.value(version, new ReplicaId(-1), DIGEST),
                Revision.delete(version, AUTHOR, 1),
                Revision.delete(version, AUTHOR, Long.MAX_VALUE));
    }

    @Test
    void written_readBack() throws MalformedPageException {
        for (VersionVector version : Vectors.all(2)) {
            for (Revision revision : revisions(version)) {
                assertEquals(revision, read(revision.encode()));
                assertEquals(revision.deleted() > 0, revision.isDelete());
                VersionVector other = vector(9);
                Revision with = revision.with(other);
                assertEquals(other, with.version());
                assertEquals(revision, with.with(version));
            }
        }
    }

    @Test
    void deleteWithAPreviousOrWithoutATime_isNone() {
        VersionVector version = vector(1);
        assertThrows(
                IllegalArgumentException.class, () -> new Revision(version, AUTHOR, 5, DIGEST));
        assertThrows(IllegalArgumentException.class, () -> new Revision(version, AUTHOR, -1, null));
        assertThrows(IllegalArgumentException.class, () -> Revision.delete(version, AUTHOR, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "00 0123456789abcdef 00, ok",
        "01 0000000000000001 01 0123456789abcdef 00, ok",
        "02 0000000000000001 01 8000000000000000 05 0123456789abcdef 02 01, ok",
        "01 0000000000000001 ffffffffffffffff7f 0123456789abcdef 00, ok",
        "'', nothing",
        "00 0123456789abcdef, no kind",
        "00 0123456789abcdef 03 01, unknown kind",
        "00 0123456789abcdef 80, unknown kind",
        "00 0123456789abcdef 00 00, trailing byte",
        "00 0123456789ab, author cut short",
        "00 0123456789abcdef 02 00, delete without a time",
        "00 0123456789abcdef 02, delete cut short",
        "00 0123456789abcdef 02 ffffffffffffffffff01, time over 63 bits",
        "00 0123456789abcdef 01 0001, previous content cut short",
        "8000 0123456789abcdef 00, count not in its shortest form",
        "e907 0123456789abcdef 00, more members than there may be",
        "e807 0123456789abcdef 00, more members than there are bytes for",
        "01 0000000000000001 00 0123456789abcdef 00, counter of no change",
        "01 0000000000000001 8100 0123456789abcdef 00, counter not in its shortest form",
        "01 0000000000000001 ffffffffffffffffff01 0123456789abcdef 00, counter over 63 bits",
        "02 0000000000000001 01 0000000000000001 05 0123456789abcdef 00, a replica twice",
        "02 8000000000000000 01 0000000000000001 05 0123456789abcdef 00, out of order",
    })
    void bytesNotInTheirForm_refused(String hex, String what) throws MalformedPageException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        if (what.equals("ok")) {
            assertArrayEquals(bytes, read(bytes).encode());
        } else {
            assertThrows(MalformedPageException.class, () -> read(bytes), what);
        }
    }

    @Test
    void knowingTooManyReplicas_forgetsTheOldestChanges_butNotItsAuthors()
            throws MalformedPageException {
        Map<ReplicaId, Long> counters = new HashMap<>();
        for (int i = 1; i <= VersionVector.MEMBERS_MAX; i++) {
            counters.put(new ReplicaId(i), 100L + i);
        }
        VersionVector most = VersionVector.of(counters);
        assertEquals(most, Revision.value(most, AUTHOR, null).version());
        VersionVector more = most.join(VersionVector.of(Map.of(AUTHOR, 1L)));
        Revision revision = Revision.value(more, AUTHOR, null);
        assertEquals(VersionVector.MEMBERS_MAX, revision.version().size());
        assertEquals(1, revision.version().counter(AUTHOR));
        assertEquals(0, revision.version().counter(new ReplicaId(1)));
        assertEquals(102, revision.version().counter(new ReplicaId(2)));
        assertEquals(revision, read(revision.encode()));
    }

    @Test
    void mutated_refusedOrCanonical() {
        Random random = new Random(4);
        List<VersionVector> versions = Vectors.all(2);
        int refused = 0;
        for (int i = 0; i < 5000; i++) {
            VersionVector version = versions.get(random.nextInt(versions.size()));
            byte[] bytes = revisions(version).get(random.nextInt(4)).encode();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] cut =
                    random.nextInt(4) == 0
                            ? Arrays.copyOf(bytes, random.nextInt(bytes.length))
                            : bytes;
            try {
                assertArrayEquals(cut, read(cut).encode());
            } catch (MalformedPageException e) {
                refused++;
                assertTrue(e.offset() <= cut.length);
            }
        }
        assertTrue(refused > 1000, "only " + refused + " refused");
    }

    @Test
    void replicas_areOrderedAndPrintedUnsigned() {
        assertTrue(new ReplicaId(-1).compareTo(new ReplicaId(1)) > 0);
        assertEquals("00000000000000ff", new ReplicaId(255).toString());
    }
}
