package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.reconcile.Known;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.engine.session.VirtualClock;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.index.LastingIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What links may do in a folder that somebody else writes to for a while. */
@Timeout(60)
class FolderLoanTest {
    private static final byte[] BASE = "/r".getBytes(StandardCharsets.UTF_8);
    private static final RelPath PATH = RelPath.literal("a");
    private static final RelPath OTHER = RelPath.literal("b");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Happening> happened = new CopyOnWriteArrayList<>();
    private Root root;
    private FolderState folder;

    @BeforeEach
    void open() throws IOException {
        MemoryFileSystem system = new MemoryFileSystem(new VirtualClock());
        system.makeDirectories(BASE, 0755);
        LastingIndex index = new LastingIndex(new SplittableRandom(1));
        Indexing indexing =
                new Indexing(
                        (_, now) -> index.open(now), new Digest(1, 2, 3, 4), 1, run -> {}, null);
        root = system.openRoot(BASE);
        folder = FolderState.open(system, root, indexing, new VirtualClock(), () -> 1);
        folder.listen(happened::add);
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
        root.close();
    }

    private boolean claims(Object link, RelPath path) throws IOException {
        return folder.claim(link, path, new Known.Absent());
    }

    @Test
    void whileItIsLent_noLinkBeginsWithAnything() throws Exception {
        assertTrue(folder.lend(PATIENCE));
        assertFalse(claims("link", PATH));
        folder.takeBack();
        assertEquals(List.of(new Happening.Released(List.of(), true)), happened);
        assertTrue(claims("link", PATH));
    }

    @Test
    void itIsLent_whenLinksHaveFinished_andThoseFinishWhoHaveBegun() throws Exception {
        assertTrue(claims("link", PATH));
        CountDownLatch lent = new CountDownLatch(1);
        Thread borrowing = Thread.ofPlatform().start(() -> lend(lent));
        awaitWaiting(borrowing);
        assertTrue(claims("link", PATH), "what it has it keeps");
        assertFalse(claims("link", OTHER));
        assertFalse(claims("another", OTHER));
        assertEquals(1, lent.getCount());
        folder.release("link");
        lent.await();
        borrowing.join();
    }

    @Test
    void whileOneHasIt_noLinkBegins_whoeverElseHadIt() throws Exception {
        assertTrue(folder.lend(PATIENCE));
        assertTrue(folder.lend(PATIENCE));
        folder.takeBack();
        assertFalse(claims("link", PATH));
        folder.takeBack();
        assertTrue(claims("link", PATH));
    }

    @Test
    void whoWaitsTooLong_hasNotBorrowedIt() throws Exception {
        assertTrue(claims("link", PATH));
        assertFalse(folder.lend(Duration.ZERO));
        assertTrue(claims("another", OTHER));
    }

    private void lend(CountDownLatch lent) {
        try {
            assertTrue(folder.lend(PATIENCE));
            lent.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
