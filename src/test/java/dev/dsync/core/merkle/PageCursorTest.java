package dev.dsync.core.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageCursorTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void seekAnywhere_firstRecordAtOrBehind(long seed) throws IOException {
        Random random = new Random(seed);
        Records records = Records.random(random, 2500);
        Records.Counting store = new Records.Counting();
        PageRoot root = records.write(store);
        List<String> paths = new ArrayList<>(records.byPath.keySet());
        PageCursor cursor = new PageCursor(PageKind.LISTING, store, root);
        String at = "";
        while (at != null) {
            String target = random.nextInt(3) == 0 ? at + "!" : at;
            cursor.seek(target.replace('\0', '/').getBytes(StandardCharsets.ISO_8859_1));
            store.found.clear();
            String expected = records.byPath.ceilingKey(target);
            assertEquals(expected != null, cursor.next());
            if (expected == null) {
                break;
            }
            assertEquals(expected, Records.text(cursor.path()).replace('/', '\0'));
            int index = paths.indexOf(expected);
            assertEquals(index, cursor.entriesBefore());
            int step = index + 1 + random.nextInt(random.nextBoolean() ? 3 : 400);
            at = step < paths.size() ? paths.get(step) : null;
        }
    }

    @Test
    void seekFar_opensOnePageALevel() throws IOException {
        Records.Counting store = new Records.Counting();
        Records records = Records.random(new Random(5), 4000);
        PageRoot root = records.write(store);
        List<String> paths = new ArrayList<>(records.byPath.keySet());
        PageCursor cursor = new PageCursor(PageKind.LISTING, store, root);
        cursor.seek(paths.get(3000).replace('\0', '/').getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(cursor.next());
        assertEquals(root.level() + 1, store.found.size());
    }

    @Test
    void seekByte_recordThatHoldsIt() throws IOException {
        MemoryPageStore store = new MemoryPageStore();
        PageWriter writer = new PageWriter(PageKind.MANIFEST, store);
        Random random = new Random(3);
        long[] ends = new long[3000];
        long total = 0;
        for (int i = 0; i < ends.length; i++) {
            byte[] payload = new byte[34];
            random.nextBytes(payload);
            int length = random.nextInt(5);
            writer.add(length, payload, payload.length);
            ends[i] = total += length;
        }
        PageRoot root = writer.finish();
        assertEquals(total, root.bytes());
        PageCursor cursor = new PageCursor(PageKind.MANIFEST, store, root);
        for (long offset = 0; offset < total; offset += 1 + random.nextInt(400)) {
            cursor.seekByte(offset);
            assertTrue(cursor.next());
            assertTrue(
                    cursor.bytesBefore() <= offset
                            && offset < cursor.bytesBefore() + cursor.bytes());
            assertEquals(ends[(int) cursor.entriesBefore()], cursor.bytesBefore() + cursor.bytes());
            cursor = new PageCursor(PageKind.MANIFEST, store, root);
        }
        cursor.seekByte(total);
        assertFalse(cursor.next());
    }

    @Test
    void pageMissing_ioException() throws IOException {
        PageRoot root = Records.random(new Random(1), 100).write(new MemoryPageStore());
        assertThrows(
                IOException.class,
                new PageCursor(PageKind.LISTING, new MemoryPageStore(), root)::next);
    }
}
