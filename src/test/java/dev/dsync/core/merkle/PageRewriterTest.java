package dev.dsync.core.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences made out of older ones are what they would be if they were written anew. */
final class PageRewriterTest {
    private final Records.Counting store = new Records.Counting();

    private static byte[] path(String path) {
        return path.replace('\0', '/').getBytes(StandardCharsets.ISO_8859_1);
    }

    private PageRoot rewrite(PageRoot root, Records from, Records to) throws IOException {
        TreeSet<String> changed = new TreeSet<>(from.byPath.keySet());
        changed.addAll(to.byPath.keySet());
        changed.removeIf(
                path ->
                        from.byPath.containsKey(path)
                                && from.byPath.get(path).equals(to.byPath.get(path)));
        PageWriter.Rewriter rewriter = new PageWriter.Rewriter(PageKind.LISTING, store, root);
        for (String one : changed) {
            byte[] path = path(one);
            rewriter.keepBefore(path);
            assertEquals(from.byPath.containsKey(one), rewriter.isAt(path));
            if (rewriter.isAt(path)) {
                rewriter.pass();
            }
            String payload = to.byPath.get(one);
            if (payload != null) {
                byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
                rewriter.add(path, path.length, payload.length(), bytes, bytes.length);
            }
        }
        rewriter.keepBefore(null);
        return rewriter.finish();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 600, 4000, 40_000})
    void edited_isAsWrittenAnew(int count) throws IOException {
        Random random = new Random(count);
        Records records = Records.random(random, count);
        PageRoot root = records.write(store);
        for (int i = 0; i < 30; i++) {
            Records edited = records.edited(random, 1 + random.nextInt(i < 20 ? 2 : 40));
            PageRoot expected = edited.write(new MemoryPageStore());
            root = rewrite(root, records, edited);
            assertEquals(expected, root);
            records = edited;
        }
        assertEquals(records.byPath, Records.read(store, root).byPath);
    }

    @Test
    void nothingChanged_nothingIsWritten() throws IOException {
        Records records = Records.random(new Random(1), 5000);
        PageRoot root = records.write(store);
        int pages = store.pages.count();
        assertEquals(root, rewrite(root, records, records));
        assertEquals(pages, store.pages.count());
    }

    @Test
    void oneRecordChanged_fewPagesAreRead() throws IOException {
        Records records = Records.random(new Random(1), 200_000);
        PageRoot root = records.write(store);
        int pages = store.pages.count();
        Records edited = new Records(records);
        edited.byPath.put(records.byPath.higherKey("g"), "another");
        store.found.clear();
        PageRoot after = rewrite(root, records, edited);
        assertFalse(root.equals(after));
        assertTrue(store.found.size() < pages / 4, store.found.size() + " of " + pages);
        assertTrue(store.pages.count() <= pages + root.level() + 2);
    }
}
