package dev.dsync.core.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.merkle.PageWriter;
import dev.dsync.core.merkle.Varint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private final MemoryPageStore store = new MemoryPageStore();

    /** A record no writer makes. */
    private record Raw(int number, long count, long bytes) {}

    private Manifest raw(Raw... records) throws IOException {
        PageWriter writer = new PageWriter(PageKind.MANIFEST, store);
        byte[] payload = new byte[Digest.BYTES + Varint.BYTES_MAX];
        for (Raw record : records) {
            Manifests.chunk(record.number).name().write(payload, 0);
            int length = Varint.write(payload, Digest.BYTES, record.count);
            writer.add(record.bytes, payload, length);
        }
        return new Manifest(writer.finish(), store);
    }

    private void assertMalformed(String what, Raw... records) throws IOException {
        Manifest manifest = raw(records);
        MalformedPageException refused =
                assertThrows(MalformedPageException.class, () -> Manifests.runs(manifest));
        assertTrue(String.valueOf(refused.getMessage()).contains(what), refused.getMessage());
    }

    @Test
    void chunks_comeBackInOrderWithTheirOffsets() throws IOException {
        Random random = new Random(1);
        List<Integer> numbers = random.ints(3000, 0, 1 << 20).boxed().toList();
        Manifest manifest = Manifests.of(numbers, store);
        Manifest.Cursor cursor = manifest.cursor();
        long offset = 0;
        for (int number : numbers) {
            assertEquals(new ChunkRun(Manifests.chunk(number), 1), cursor.next());
            assertEquals(offset, cursor.offset());
            offset += Manifests.chunk(number).length();
        }
        assertNull(cursor.next());
        assertEquals(offset, manifest.root().bytes());
        assertFalse(manifest.isInline());
        assertEquals(Optional.empty(), manifest.only());
    }

    @Test
    void equalNeighbours_areOneRecord() throws IOException {
        Manifest.Writer writer = new Manifest.Writer(store);
        long many = (100L << 30) / Chunk.BYTES_MIN;
        Chunk zeros = new Chunk(Manifests.chunk(0).name(), Chunk.BYTES_MIN);
        writer.add(new ChunkRun(Manifests.chunk(1), 1));
        writer.add(new ChunkRun(zeros, many));
        writer.add(new ChunkRun(zeros, 1));
        writer.add(new ChunkRun(Manifests.chunk(1), 1));
        Manifest manifest = writer.finish();
        assertEquals(3, manifest.root().entries());
        assertEquals(new ChunkRun(zeros, many + 1), Manifests.runs(manifest).get(1));
    }

    @Test
    void emptyAndOneRecord_areNamedButNotStored() throws IOException {
        Manifests.Counting counting = new Manifests.Counting();
        Manifest empty = Manifests.of(List.of(), counting);
        Manifest one = Manifests.of(List.of(5), counting);
        Manifest thrice = Manifests.of(List.of(5, 5, 5), counting);
        assertEquals(0, counting.put.get());
        assertTrue(empty.isInline() && one.isInline() && thrice.isInline());
        assertEquals(List.of(), Manifests.runs(empty));
        assertEquals(Optional.empty(), empty.only());
        assertEquals(Optional.of(new ChunkRun(Manifests.chunk(5), 1)), one.only());
        assertEquals(Optional.of(new ChunkRun(Manifests.chunk(5), 3)), thrice.only());
        assertEquals(empty.root(), Manifest.empty().root());
        assertEquals(one.root(), Manifest.of(new ChunkRun(Manifests.chunk(5), 1)).root());
        assertEquals(raw(new Raw(5, 1, Manifests.chunk(5).length())).root(), one.root());
        Manifests.of(List.of(5, 6), counting);
        assertEquals(1, counting.put.get());
    }

    @Test
    void seek_findsTheRunThatHoldsTheByte() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            numbers.add(i / 3);
        }
        Manifest manifest = Manifests.of(numbers, store);
        long offset = 0;
        for (ChunkRun run : Manifests.runs(manifest)) {
            for (long at : new long[] {offset, offset + 1, offset + run.bytes() - 1}) {
                Manifest.Cursor cursor = manifest.cursor();
                cursor.seek(at);
                assertEquals(run, cursor.next());
                assertEquals(offset, cursor.offset());
            }
            offset += run.bytes();
        }
        Manifest.Cursor cursor = manifest.cursor();
        cursor.seek(offset);
        assertNull(cursor.next());
    }

    @Test
    void whatNoWriterMakes_isRefused() throws IOException {
        int length = Chunk.BYTES_MIN;
        assertEquals(2, Manifests.runs(raw(new Raw(1, 2, 2L * length), new Raw(2, 1, 1))).size());
        assertMalformed("count of chunks", new Raw(1, 0, length));
        assertMalformed("count of chunks", new Raw(1, 2, 2L * length + 1));
        assertMalformed("count of chunks", new Raw(1, -1, length));
        assertMalformed("chunk of 0 bytes", new Raw(1, 1, 0));
        assertMalformed("chunk of 49153 bytes", new Raw(1, 1, Chunk.BYTES_MAX + 1));
        assertMalformed("chunk of " + (Long.MAX_VALUE - 1), new Raw(1, 1, Long.MAX_VALUE - 1));
        assertMalformed("short chunk", new Raw(1, 2, 2L * length - 2));
        assertMalformed("short chunk", new Raw(1, 1, length - 1), new Raw(2, 1, length));
        assertMalformed("two records", new Raw(1, 1, length), new Raw(1, 1, length));
        long many = Long.MAX_VALUE / length;
        assertMalformed("file of", new Raw(1, many, many * length), new Raw(2, 1, length));
    }

    @Test
    void payloadWithMoreOrLess_isRefused() throws IOException {
        for (int length : new int[] {Digest.BYTES, Digest.BYTES + 2}) {
            PageWriter writer = new PageWriter(PageKind.MANIFEST, store);
            byte[] payload = new byte[length];
            payload[Digest.BYTES - 1] = 1;
            if (length > Digest.BYTES) {
                payload[Digest.BYTES] = 1;
            }
            writer.add(Chunk.BYTES_MIN, payload, length);
            Manifest manifest = new Manifest(writer.finish(), store);
            assertThrows(MalformedPageException.class, () -> Manifests.runs(manifest));
        }
    }

    /** A page that is not what its name says: a store's, not a peer's, which is checked. */
    @Test
    void changedPage_isReadOrRefused() throws IOException {
        Random random = new Random(4);
        Manifest manifest = Manifests.of(List.of(1, 2, 2, 3, 4, 5, -6), store);
        byte[] page = store.find(manifest.root().name()).orElseThrow();
        int refused = 0;
        for (int round = 0; round < 2000; round++) {
            byte[] changed = Arrays.copyOf(page, page.length - random.nextInt(2));
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            MemoryPageStore other = new MemoryPageStore();
            other.put(manifest.root().name(), changed);
            try {
                assertFalse(Manifests.runs(new Manifest(manifest.root(), other)).isEmpty());
            } catch (MalformedPageException e) {
                refused++;
            }
        }
        assertTrue(refused > 1000, refused + " of 2000");
    }

    @Test
    void pageThatIsMissing_isAnError() throws IOException {
        Manifest manifest = Manifests.of(List.of(1, 2, 3), store);
        PageStore nothing = new MemoryPageStore();
        assertThrows(
                IOException.class, () -> Manifests.runs(new Manifest(manifest.root(), nothing)));
    }

    @Test
    void runsThatCannotBe_areRefused() throws IOException {
        Chunk small = new Chunk(new Digest(1, 2, 3, 4), 5);
        Chunk large = new Chunk(new Digest(1, 2, 3, 4), Chunk.BYTES_MAX);
        assertThrows(IllegalArgumentException.class, () -> new ChunkRun(small, 2));
        assertThrows(IllegalArgumentException.class, () -> new ChunkRun(large, 0));
        assertThrows(IllegalArgumentException.class, () -> new ChunkRun(large, 1L << 50));
        assertThrows(IllegalArgumentException.class, () -> new Chunk(small.name(), 0));
        assertThrows(
                IllegalArgumentException.class, () -> new Chunk(small.name(), Chunk.BYTES_MAX + 1));
        Manifest.Writer writer = new Manifest.Writer(store);
        writer.add(new ChunkRun(small, 1));
        assertThrows(IllegalArgumentException.class, () -> writer.add(new ChunkRun(large, 1)));
    }
}
