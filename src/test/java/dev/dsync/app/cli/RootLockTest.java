package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class RootLockTest {
    private static final byte[] PATH = "/r".getBytes(StandardCharsets.UTF_8);

    private final MemoryFileSystem system = new MemoryFileSystem(() -> Instant.EPOCH);

    private boolean isFree() throws IOException {
        try (Root another = system.openRoot(PATH)) {
            return another.tryLock();
        }
    }

    @Test
    void lock_isLetGoOfAndTakenAgain_whenNobodyHasIt()
            throws IOException, InterruptedException, ExecutionException {
        system.makeDirectory(PATH, 0755);
        try (Root root = system.openRoot(PATH);
                RootLock lock = RootLock.take(root).orElseThrow()) {
            assertFalse(isFree());
            assertTrue(RootLock.take(root).isEmpty());
            lock.lend();
            lock.lend();
            lock.takeBack();
            assertTrue(isFree(), "one has it still");
            FutureTask<Void> taking = taking(lock);
            try (Root quicker = system.openRoot(PATH)) {
                assertTrue(quicker.tryLock());
                Thread.ofVirtual().start(taking);
            }
            taking.get();
            assertFalse(isFree());
        }
        assertTrue(isFree());
        assertEquals(0, system.openHandles());
    }

    private static FutureTask<Void> taking(RootLock lock) {
        return new FutureTask<>(
                () -> {
                    lock.takeBack();
                    return null;
                });
    }

    @Test
    void whoIsWaiting_leavesItToWhomItIsLentNext()
            throws IOException, InterruptedException, ExecutionException {
        system.makeDirectory(PATH, 0755);
        try (Root root = system.openRoot(PATH);
                RootLock lock = RootLock.take(root).orElseThrow()) {
            lock.lend();
            FutureTask<Void> taking = taking(lock);
            try (Root quicker = system.openRoot(PATH)) {
                assertTrue(quicker.tryLock());
                Thread.ofVirtual().start(taking);
                lock.lend();
                taking.get();
            }
            assertTrue(isFree());
            lock.takeBack();
            assertFalse(isFree());
        }
    }

    @Test
    void lockThatIsClosed_isNotTakenAgain() throws IOException {
        system.makeDirectory(PATH, 0755);
        try (Root root = system.openRoot(PATH)) {
            RootLock lock = RootLock.take(root).orElseThrow();
            lock.lend();
            lock.close();
            lock.takeBack();
        }
        assertTrue(isFree());
        assertEquals(0, system.openHandles());
    }
}
