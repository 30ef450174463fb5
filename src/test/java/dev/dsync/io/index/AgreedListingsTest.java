package dev.dsync.io.index;

import static dev.dsync.io.index.Facts.digest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageCursor;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings agreed on, in an index on disk and in one that is not kept. */
final class AgreedListingsTest {
    private final MemoryPageStore pages = new MemoryPageStore();

    private static BaseKey key(int peer) {
        return new BaseKey(
                digest("device" + peer), digest("root"), digest("profile"), digest("rules"));
    }

    private PageRoot listing(String changed) throws IOException {
        PageWriter writer = new PageWriter(PageKind.LISTING, pages);
        writer.add(new byte[0], 0, 0, new byte[] {1}, 1);
        for (int i = 1000; i < 1400; i++) {
            byte[] path = ("f" + i).getBytes(StandardCharsets.US_ASCII);
            byte[] payload = (i == 1100 ? changed : "").getBytes(StandardCharsets.US_ASCII);
            writer.add(path, path.length, i, payload, payload.length);
        }
        return writer.finish();
    }

    private static int records(AgreedListings agreed, PageRoot root) throws IOException {
        PageCursor cursor = new PageCursor(PageKind.LISTING, agreed.pages(), root);
        int records = 0;
        while (cursor.next()) {
            records++;
        }
        return records;
    }

    @Test
    void remembered_isTheLastWithAllItsPages_alsoWhenOpenedAgain(@TempDir Path state)
            throws IOException {
        PageRoot first = listing("");
        PageRoot second = listing("changed");
        try (Kept kept = new Kept().open(state)) {
            try (AgreedListings agreed =
                    new AgreedListings(
                            () -> kept.index().index(), key(1), AgreedListings.Marks.NONE)) {
                assertEquals(Optional.empty(), agreed.last());
                agreed.remember(first, pages);
                agreed.remember(second, pages);
            }
            try (AgreedListings again =
                            new AgreedListings(
                                    () -> kept.index().index(), key(1), AgreedListings.Marks.NONE);
                    AgreedListings other =
                            new AgreedListings(
                                    () -> kept.index().index(),
                                    key(2),
                                    AgreedListings.Marks.NONE)) {
                assertEquals(Optional.of(second), again.last());
                assertEquals(401, records(again, second));
                assertEquals(Optional.empty(), other.last());
                again.forget();
                assertEquals(Optional.empty(), again.last());
                assertFalse(again.pages().contains(second.name()));
            }
        }
    }

    @Test
    void manyPeers_theOldestAreForgotten(@TempDir Path state) throws IOException {
        try (Kept kept = new Kept().open(state);
                Index _ = kept.index().index()) { // open once, not 400 times
            int remembered = 0;
            for (int peer = 0; peer < 200; peer++) {
                try (AgreedListings agreed =
                        new AgreedListings(
                                () -> kept.index().index(), key(peer), AgreedListings.Marks.NONE)) {
                    agreed.remember(listing("peer " + peer), pages);
                }
            }
            for (int peer = 0; peer < 200; peer++) {
                try (AgreedListings agreed =
                        new AgreedListings(
                                () -> kept.index().index(), key(peer), AgreedListings.Marks.NONE)) {
                    remembered += agreed.last().isPresent() ? 1 : 0;
                }
            }
            assertTrue(remembered >= AgreedListings.BASES_MAX && remembered < 80, "" + remembered);
        }
    }

    @Test
    void indexThatIsNotKept_remembersNothing() throws IOException {
        Index index = IndexStore.openMemory(Facts.BOOT, new Random(1));
        try (AgreedListings agreed =
                new AgreedListings(() -> index, key(1), AgreedListings.Marks.NONE)) {
            agreed.remember(listing(""), pages);
            assertEquals(Optional.empty(), agreed.last());
        }
    }
}
