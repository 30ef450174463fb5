package dev.dsync.app.web;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The few threads that touch files: the gate keeps memory for each thread that calls it, and a call
 * on a slow disk would hold what carries the visitors' virtual threads.
 */
final class Disk implements AutoCloseable {
    private static final int THREADS = 16;

    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    THREADS, Thread.ofPlatform().daemon().name("dsync-share-disk-", 0).factory());

    /** Does it on one of them, and waits. */
    <T> T call(Callable<T> work) throws IOException {
        Future<T> result = threads.submit(work);
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Something that touches files. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Does it on one of them, and waits. */
    void run(Work work) throws IOException {
        call(
                () -> {
                    work.run();
                    return true;
                });
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
