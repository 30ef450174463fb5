package dev.dsync.core.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageDescentTest {
    private static final PageRoot NOTHING = new PageRoot(new Digest(0, 0, 0, 0), 0, 0, 0);

    private int flights;
    private long sent;
    private long received;

    private void run(PageKind kind, PageDescent descent, PageStore source, int limit, int bytesMax)
            throws IOException {
        flights = 0;
        sent = 0;
        received = 0;
        while (!descent.isDone()) {
            List<PageRequest> requests = descent.wanted(limit);
            assertFalse(requests.isEmpty());
            flights++;
            for (PageRequest request : requests) {
                byte[] bytes = request.encode();
                assertTrue(bytes.length <= PageRequest.BYTES_MAX);
                byte[] answer = PageRequest.decode(bytes).answer(kind, source, bytesMax);
                sent += bytes.length;
                received += answer.length;
                descent.supply(request, answer);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void randomPair_everyPageLearned(long seed) throws IOException {
        Random random = new Random(seed);
        Records here = Records.random(random, 1 + random.nextInt(2500));
        Records there =
                seed % 4 == 0
                        ? Records.random(random, 700)
                        : here.edited(random, random.nextInt(8));
        MemoryPageStore target = new MemoryPageStore();
        MemoryPageStore source = new MemoryPageStore();
        PageRoot local = seed % 5 == 0 ? NOTHING : here.write(target);
        PageRoot remote = there.write(source);
        PageDescent descent = new PageDescent(PageKind.LISTING, target, local, remote);
        run(
                PageKind.LISTING,
                descent,
                source,
                seed % 2 == 0 ? 3 : 1000,
                seed % 3 == 0 ? 1000 : 1 << 20);
        assertEquals(there.byPath, Records.read(target, remote).byPath, () -> "seed " + seed);
        assertTrue(new PageDescent(PageKind.LISTING, target, local, remote).isDone());
    }

    @Test
    void oneEditAmongMany_twoLevelsAFlightAndFewBytes() throws IOException {
        Records records = Records.random(new Random(7), 9000);
        MemoryPageStore target = new MemoryPageStore();
        MemoryPageStore source = new MemoryPageStore();
        PageRoot local = records.write(target);
        records.byPath.put(new ArrayList<>(records.byPath.keySet()).get(5000), "edited");
        PageRoot remote = records.write(source);
        assertEquals(2, remote.level());
        run(
                PageKind.LISTING,
                new PageDescent(PageKind.LISTING, target, local, remote),
                source,
                100,
                1 << 20);
        assertEquals(2, flights);
        assertTrue(sent < 1500 && received < 4000, sent + " sent, " + received + " received");
    }

    @Test
    void nothingHere_oneFlightForTwoLevels() throws IOException {
        MemoryPageStore source = new MemoryPageStore();
        PageRoot remote = Records.random(new Random(7), 1500).write(source);
        MemoryPageStore target = new MemoryPageStore();
        run(
                PageKind.LISTING,
                new PageDescent(PageKind.LISTING, target, NOTHING, remote),
                source,
                100,
                1 << 20);
        assertEquals(1, remote.level());
        assertEquals(1, flights);
        assertEquals(source.count(), target.count());
    }

    @Test
    void directoryMoved_pagesHeldAreNotAskedFor() throws IOException {
        Records records = Records.random(new Random(8), 100);
        for (int i = 0; i < 12_000; i++) {
            records.put("big/sub%d/file%d".formatted(i / 50, i), "f" + i);
        }
        MemoryPageStore target = new MemoryPageStore();
        MemoryPageStore source = new MemoryPageStore();
        PageRoot local = records.write(target);
        records.move("big", "zz\0moved");
        PageRoot remote = records.write(source);
        run(
                PageKind.LISTING,
                new PageDescent(PageKind.LISTING, target, local, remote),
                source,
                100,
                1 << 20);
        assertTrue(received < source.bytes() / 2, received + " of " + source.bytes());
        assertEquals(records.byPath, Records.read(target, remote).byPath);
    }

    @Test
    void manifestWithChunksInserted_fewPages() throws IOException {
        Random random = new Random(4);
        List<byte[]> chunks = new ArrayList<>();
        for (int i = 0; i < 8000; i++) {
            byte[] chunk = new byte[34];
            random.nextBytes(chunk);
            chunks.add(chunk);
        }
        MemoryPageStore target = new MemoryPageStore();
        MemoryPageStore source = new MemoryPageStore();
        PageRoot local = manifest(chunks, target);
        chunks.add(100, new byte[34]);
        chunks.set(6000, new byte[40]);
        PageRoot remote = manifest(chunks, source);
        run(
                PageKind.MANIFEST,
                new PageDescent(PageKind.MANIFEST, target, local, remote),
                source,
                100,
                1 << 20);
        assertEquals(remote.level() / 2 + 1, flights);
        assertTrue(received < 15_000, received + " received");
        PageCursor cursor = new PageCursor(PageKind.MANIFEST, target, remote);
        for (byte[] chunk : chunks) {
            assertTrue(cursor.next());
            assertEquals(Records.text(chunk), Records.text(cursor.payload()));
        }
    }

    private static PageRoot manifest(List<byte[]> chunks, PageStore store) throws IOException {
        PageWriter writer = new PageWriter(PageKind.MANIFEST, store);
        for (byte[] chunk : chunks) {
            writer.add(1000, chunk, chunk.length);
        }
        return writer.finish();
    }

    @Test
    void sketchesCollide_askedForWhole() throws IOException {
        Records records = Records.random(new Random(9), 14);
        MemoryPageStore target = new MemoryPageStore();
        MemoryPageStore source = new MemoryPageStore();
        PageRoot local = records.write(target);
        records.byPath.put("edited", "edited");
        PageRoot remote = records.write(source);
        PageDescent descent = new PageDescent(PageKind.LISTING, target, local, remote);
        PageRequest request = descent.wanted(1).getFirst();
        int[] shifted = request.own().clone();
        System.arraycopy(request.own(), 0, shifted, 1, shifted.length - 1);
        PageRequest collided =
                PageRequest.of(request.name(), request.level(), shifted, request.below());
        descent.supply(request, PageAnswer.encode(PageKind.LISTING, source, collided, 1 << 20));
        assertFalse(descent.isDone());
        run(PageKind.LISTING, descent, source, 1, 1 << 20);
        assertEquals(1, flights);
        assertEquals(0, descent.wanted(1).size());
        assertEquals(records.byPath, Records.read(target, remote).byPath);
    }

    @Test
    void childSupplied_onlyThenParentStored() throws IOException {
        MemoryPageStore source = new MemoryPageStore();
        PageRoot remote = Records.random(new Random(7), 1500).write(source);
        MemoryPageStore target = new MemoryPageStore();
        PageDescent descent = new PageDescent(PageKind.LISTING, target, NOTHING, remote);
        descent.supply(remote.name(), source.find(remote.name()).orElseThrow());
        assertEquals(0, target.count());
        for (PageRequest request : descent.wanted(1000)) {
            assertFalse(target.contains(remote.name()));
            descent.supply(request.name(), source.find(request.name()).orElseThrow());
        }
        assertTrue(target.contains(remote.name()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void answersMutated_refusedOrAskedAgain(long seed) throws IOException {
        Random random = new Random(seed);
        Records records = Records.random(random, 1200);
        MemoryPageStore source = new MemoryPageStore();
        PageRoot remote = records.write(source);
        Records old = records.edited(random, 3);
        for (int round = 0; round < 25; round++) {
            MemoryPageStore target = new MemoryPageStore();
            PageRoot local = round % 2 == 0 ? NOTHING : old.write(target);
            PageDescent descent = new PageDescent(PageKind.LISTING, target, local, remote);
            for (PageRequest request : descent.wanted(10)) {
                byte[] answer = request.answer(PageKind.LISTING, source, 1 << 20);
                Mutation.apply(random, answer);
                try {
                    descent.supply(request, answer);
                } catch (MalformedPageException e) {
                    assertTrue(e.offset() >= 0);
                }
            }
            if (descent.isDone()) {
                assertEquals(records.byPath, Records.read(target, remote).byPath);
            } else {
                assertFalse(target.contains(remote.name()));
            }
        }
    }

    private static int sketchBytes(int own, int below) throws MalformedPageException {
        PageRequest request = PageRequest.of(NOTHING.name(), 1, new int[own], new int[below]);
        byte[] bytes = request.encode();
        assertTrue(bytes.length <= request.bytes());
        assertEquals(own, PageRequest.decode(bytes).own().length);
        assertEquals(below, PageRequest.decode(bytes).below().length);
        return bytes[Digest.BYTES] >> 4;
    }

    @Test
    void manySketches_areLongerOnes() throws IOException {
        int few = PageRequest.SHORT_SKETCHES;
        assertEquals(3, sketchBytes(0, 0));
        assertEquals(3, sketchBytes(few, few));
        assertEquals(4, sketchBytes(few + 1, 0));
        assertEquals(4, sketchBytes(0, few + 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x20, 0x2c, 0x50, 0x3d, 0x4f, 0xff})
    void requestOfAnotherShape_refused(int shape) {
        byte[] bytes = PageRequest.of(NOTHING.name(), 1, new int[0], new int[0]).encode();
        bytes[Digest.BYTES] = (byte) shape;
        assertThrows(MalformedPageException.class, () -> PageRequest.decode(bytes));
    }

    @Test
    void requestMutated_decodedOrRefused() throws IOException {
        Random random = new Random(6);
        MemoryPageStore target = new MemoryPageStore();
        MemoryPageStore source = new MemoryPageStore();
        Records records = Records.random(random, 3000);
        PageRoot local = records.write(target);
        PageRoot remote = records.edited(random, 3).write(source);
        PageRequest request =
                new PageDescent(PageKind.LISTING, target, local, remote).wanted(1).getFirst();
        for (int round = 0; round < 100; round++) {
            byte[] bytes = request.encode();
            Mutation.apply(random, bytes);
            try {
                PageRequest.decode(bytes).answer(PageKind.LISTING, source, 1 << 20);
            } catch (IOException e) {
                assertTrue(e.getMessage() != null);
            }
        }
    }

    @Test
    void wrongPage_refused() throws IOException {
        MemoryPageStore source = new MemoryPageStore();
        PageRoot remote = Records.random(new Random(7), 100).write(source);
        byte[] page = source.find(remote.name()).orElseThrow();
        PageRoot lying = new PageRoot(remote.name(), 0, remote.entries() + 1, remote.bytes());
        PageDescent descent =
                new PageDescent(PageKind.LISTING, new MemoryPageStore(), NOTHING, lying);
        assertThrows(MalformedPageException.class, () -> descent.supply(lying.name(), page));
        PageDescent other =
                new PageDescent(PageKind.LISTING, new MemoryPageStore(), NOTHING, remote);
        assertThrows(MalformedPageException.class, () -> other.supply(remote.name(), new byte[5]));
        PageRequest request = other.wanted(1).getFirst();
        assertThrows(MalformedPageException.class, () -> other.supply(request, new byte[] {0}));
    }
}
