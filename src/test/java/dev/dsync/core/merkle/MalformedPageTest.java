package dev.dsync.core.merkle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedPageTest {
    private static int read(PageKind kind, int level, byte[] page) throws MalformedPageException {
        PageReader reader = new PageReader(kind);
        reader.open(level, page, page.length, new byte[0], 0);
        while (reader.next()) {
            assertTrue(reader.count() <= 256);
        }
        return reader.count();
    }

    /** What a page of a listing looks like, and every way of a record to be wrong. */
    @ParameterizedTest
    @CsvSource({
        "0, 00 00 00 00, ok: the root alone",
        "0, 00 01 61 00 00 00 01 62 00 00, ok: a b",
        "0, 00 01 61 00 00 01 01 62 00 00, ok: a ab",
        "0, 00 03 612f62 00 00 00 01 63 00 00, ok: a/b c",
        "0, 00 01 61 05 01 ff, ok: five bytes and a payload",
        "0, 01 01 61 00 00, shared bytes of nothing",
        "0, 00 01 61 00 00 00 01 61 00 00, same path twice",
        "0, 00 01 62 00 00 00 01 61 00 00, b before a",
        "0, 00 01 61 00 00 00 02 6162 00 00, shared byte not shared",
        "0, 00 01 61 00 00 01 00 00 00, nothing behind what is shared",
        "0, 00 02 6162 00 00 01 00 00 00, prefix of the one before",
        "0, 00 02 612f 00 00, slash at the end",
        "0, 00 02 2f61 00 00, slash at the beginning",
        "0, 00 04 612f2f62 00 00, two slashes",
        "0, 00 02 6100 00 00, NUL",
        "0, 00 03 612f62 00 00, alone in a directory that is not the page's",
        "0, 00 03 612f62 00 00 02 01 63 00 00, together in a directory that is not the page's",
        "0, 00 8101 61 00 00, length beyond the end",
        "0, 00 8100 61 00 00, number not in its shortest form",
        "0, 00 01 61 ffffffffffffffffff01 00, negative bytes",
        "0, 00 01 61 ffffffffffffffffffff01 00, number over 64 bits",
        "0, 00 01 61 00 01, payload beyond the end",
        "0, 00 01 61 00 818002 00, payload over its limit",
        "0, 00 01 61 00, cut short",
        "0, 00 81ffffff7f 61, path over its limit",
    })
    void leaf(int level, String hex, String what) throws MalformedPageException {
        byte[] page = HexFormat.of().parseHex(hex.replace(" ", ""));
        if (what.startsWith("ok")) {
            assertTrue(read(PageKind.LISTING, level, page) > 0);
        } else {
            MalformedPageException e =
                    assertThrows(
                            MalformedPageException.class,
                            () -> read(PageKind.LISTING, level, page),
                            what);
            assertTrue(e.offset() <= page.length);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00 00 00, 01 00, ok: a page from the root on",
        "00 01 03 612f62, 01 00, directory that makes the page's own too high",
        "00 02 03 612f62, 01 00, directory that ends within a name",
        "00 05 03 612f62, 01 00, directory longer than the path",
        "00 00 00, 00 00, empty page beneath a parent",
        "00 00 00, ffffffffffffffffff01 00, negative entries",
        "00 00 00, 01, cut short",
    })
    void parent(String head, String tail, String what) throws MalformedPageException {
        byte[] page = HexFormat.of().parseHex((head + "ab".repeat(32) + tail).replace(" ", ""));
        if (what.startsWith("ok")) {
            assertEquals(1, read(PageKind.LISTING, 1, page));
        } else {
            assertThrows(MalformedPageException.class, () -> read(PageKind.LISTING, 1, page), what);
        }
    }

    @Test
    void tooMuch_refused() {
        byte[] records = new byte[257 * 34];
        for (int i = 0; i < 257; i++) {
            records[i * 34 + 1] = 32;
        }
        assertThrows(MalformedPageException.class, () -> read(PageKind.MANIFEST, 0, records));
        assertThrows(
                MalformedPageException.class,
                () -> read(PageKind.LISTING, 0, new byte[(64 << 10) + 1]));
        assertThrows(
                MalformedPageException.class,
                () -> read(PageKind.MANIFEST, 0, new byte[] {0, 1, 0}));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mutatedPage_refusedOrStillCanonical(long seed) throws IOException {
        Random random = new Random(seed);
        Records.Counting store = new Records.Counting();
        PageRoot root = Records.random(random, 900).write(store);
        Records.read(store, root);
        int accepted = 0;
        for (int round = 0; round < 150; round++) {
            int index = random.nextInt(store.found.size());
            int level = store.found.get(index).equals(root.name()) ? root.level() : 0;
            byte[] page = store.pages.find(store.found.get(index)).orElseThrow().clone();
            Mutation.apply(random, page);
            if (random.nextInt(4) == 0) {
                page = Arrays.copyOf(page, random.nextInt(page.length));
            }
            try {
                read(PageKind.LISTING, level, page);
                accepted++;
                assertArrayEquals(page, reassembled(level, page));
            } catch (MalformedPageException e) {
                assertTrue(e.offset() >= 0 && e.offset() <= page.length);
            }
        }
        assertTrue(accepted > 0);
    }

    /** The page written again from what was read of it. */
    private static byte[] reassembled(int level, byte[] page) throws MalformedPageException {
        PageReader reader = new PageReader(PageKind.LISTING);
        reader.open(level, page, page.length, new byte[0], 0);
        List<HeldRecord> records = new ArrayList<>();
        while (reader.next()) {
            records.add(HeldRecord.of(reader, new byte[0], 0));
        }
        byte[] takeAll = new byte[8];
        int length = Varint.write(takeAll, Varint.write(takeAll, 0, 0), records.size());
        RecordReader steps = new RecordReader(takeAll, 0, length + 1);
        return PageAssembly.of(PageKind.LISTING, level, steps, records, 0).page();
    }

    /** A store in which any page can be put under any name, as only a broken disk has it. */
    @Test
    void pagesThatDoNotFitTogether_refusedByTheWalk() throws IOException {
        Records.Counting store = new Records.Counting();
        Records records = Records.random(new Random(4), 600);
        PageRoot root = records.write(store);
        Records.read(store, root);
        List<Digest> leaves =
                store.found.stream().filter(name -> !name.equals(root.name())).distinct().toList();
        for (int i = 1; i < leaves.size(); i++) {
            MemoryPageStore broken = new MemoryPageStore();
            broken.put(leaves.get(i), store.pages.find(leaves.get(i - 1)).orElseThrow());
            for (Digest name : store.found) {
                broken.put(name, store.pages.find(name).orElseThrow());
            }
            assertThrows(MalformedPageException.class, () -> Records.read(broken, root));
        }
    }
}
