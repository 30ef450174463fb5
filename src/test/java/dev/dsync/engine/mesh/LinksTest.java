package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.engine.session.Driver;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.Greeting;
import dev.dsync.engine.session.Session;
import dev.dsync.engine.session.SyncEvent;
import dev.dsync.engine.session.VirtualClock;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.index.LastingIndex;
import dev.dsync.io.transport.PipeConnection;
import dev.dsync.io.trust.DeviceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Links to peers that come and go, over pipes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LinksTest {
    private static final byte[] BASE = "/r".getBytes(StandardCharsets.UTF_8);
    private static final DeviceId SELF = new DeviceId(new Digest(1, 0, 0, 0));
    private static final DeviceId OTHER = new DeviceId(new Digest(2, 0, 0, 0));

    /** Between attempts an hour passes. */
    private static final RandomGenerator SLOW =
            new RandomGenerator() {
                @Override
                public long nextLong() {
                    return 0;
                }

                @Override
                public long nextLong(long bound) {
                    return TimeUnit.HOURS.toMillis(1);
                }
            };

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final List<FolderState> folders = new ArrayList<>();
    private final List<Root> roots = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private Links links;

    /** Writes down what is told. */
    private final class Telling implements Links.Told {
        @Override
        public void linked(String peer) {
            told.add("linked " + peer);
        }

        @Override
        public void lost(String peer, Ending ending) {
            told.add("lost " + peer + " " + ending);
        }

        @Override
        public void unreachable(String peer, IOException why) {
            told.add("unreachable " + peer + " " + why.getMessage());
        }

        @Override
        public void happened(String peer, SyncEvent event) {}
    }

    @BeforeEach
    void open() throws IOException {
        links = links(SLOW);
    }

    private Links links(RandomGenerator random) throws IOException {
        return new Links(folder(), SELF, new Telling(), System::nanoTime, random);
    }

    private FolderState folder() throws IOException {
        MemoryFileSystem system = new MemoryFileSystem(new VirtualClock());
        system.makeDirectories(BASE, 0755);
        LastingIndex index = new LastingIndex(new SplittableRandom(folders.size()));
        Indexing indexing =
                new Indexing(
                        (_, now) -> index.open(now), new Digest(1, 2, 3, 4), 1, run -> {}, null);
        Root root = system.openRoot(BASE);
        FolderState folder = FolderState.open(system, root, indexing, new VirtualClock(), () -> 1);
        roots.add(root);
        folders.add(folder);
        return folder;
    }

    @AfterEach
    void close() throws Exception {
        links.close();
        for (Thread thread : threads) {
            thread.join();
        }
        for (FolderState folder : folders) {
            folder.close();
        }
        for (Root root : roots) {
            root.close();
        }
    }

    private void start(ThrowingRunnable what) {
        threads.add(Thread.ofVirtual().start(() -> run(what)));
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    private static void run(ThrowingRunnable what) {
        try {
            what.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void keep(String name, Links.Reaching reaching) {
        start(() -> links.keep(name, true, reaching));
    }

    /** A peer that answers. */
    private Links.Reached reachOther() throws IOException {
        PipeConnection.Pair pipe = PipeConnection.pair(1 << 16);
        FolderState there = folder();
        Session session =
                Session.listen(Greeting.trusted(), new MeshPremises(() -> there), event -> {});
        Driver driver =
                new Driver(
                        session, pipe.listener(), new CompressionPolicy.None(), System::nanoTime);
        start(
                () -> {
                    try (session) {
                        driver.run();
                    }
                });
        return new Links.Reached(pipe.dialler(), Greeting.trusted(), OTHER);
    }

    @Test
    void attemptThatFailsAsNoneShould_isTold_andIsNotTheLast() throws Exception {
        links = links(new SplittableRandom(1));
        CountDownLatch twice = new CountDownLatch(2);
        keep(
                "b",
                () -> {
                    twice.countDown();
                    throw new IllegalStateException("a fault");
                });
        assertTrue(told.take().contains("lost b Failed[part=PROGRAM"));
        twice.await();
    }

    @Test
    void peerThatArrives_endsTheWaitForOthers() throws Exception {
        String failed = "unreachable far no route";
        keep(
                "far",
                () -> {
                    throw new IOException("no route");
                });
        assertEquals(failed, told.take());
        keep("b", this::reachOther);
        // Which of the two is told first is up to their threads.
        List<String> both = List.of(told.take(), told.take());
        assertEquals(Set.of("linked b", failed), Set.copyOf(both));
    }

    /** Between attempts no time passes. */
    private static final RandomGenerator AT_ONCE =
            new RandomGenerator() {
                @Override
                public long nextLong() {
                    return 0;
                }

                @Override
                public long nextLong(long bound) {
                    return -(bound / 2);
                }
            };

    @Test
    void peerThatWasFound_isGivenUp_ifItIsNeverThere() throws Exception {
        links = links(AT_ONCE);
        links.keep(
                "gone",
                false,
                () -> {
                    throw new IOException("no route");
                });
        assertEquals(12, told.size());
    }

    @Test
    void peerThatWasFound_countsWhileItIsThere() throws Exception {
        start(
                () ->
                        links.keep(
                                "gone",
                                false,
                                () -> {
                                    throw new IOException("no route");
                                }));
        assertEquals("unreachable gone no route", told.take());
        assertEquals(List.of(), links.peers());
        start(() -> links.keep("b", false, this::reachOther));
        String first = told.take();
        assertEquals("linked b", first.startsWith("unreachable") ? told.take() : first);
        Links.Peer peer = links.peers().getFirst();
        assertEquals("b", peer.name());
        assertFalse(peer.isNamed());
    }

    @Test
    void close_isDoneWhenLinksAre() throws Exception {
        keep("b", this::reachOther);
        assertEquals("linked b", told.take());
        links.close();
        assertEquals(List.of(), links.peers().stream().filter(Links.Peer::isLinked).toList());
    }
}
