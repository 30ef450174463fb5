package dev.dsync.app.cli;

import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The lock of a root that is open for long, which others may have meanwhile. */
final class RootLock implements AutoCloseable {
    /** Between attempts to take it again, while somebody was quicker. */
    private static final long PAUSE_MILLIS = 50;

    private final Root root;
    private final CountDownLatch closed = new CountDownLatch(1);
    private int loans;

    /** The opening of the root that holds the lock; null while it is lent. */
    private @Nullable Root holding;

    private RootLock(Root root, Root holding) {
        this.root = root;
        this.holding = holding;
    }

    /** Takes the lock of a root; nothing if somebody has it. */
    static Optional<RootLock> take(Root root) throws IOException {
        return locked(root).map(holding -> new RootLock(root, holding));
    }

    private static Optional<Root> locked(Root root) throws IOException {
        Root opened = root.openRoot(RelPath.ROOT);
        try {
            if (opened.tryLock()) {
                return Optional.of(opened);
            }
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        opened.close();
        return Optional.empty();
    }

    /** Lets go of it; several may have it lent, who come to terms with each other. */
    synchronized void lend() throws IOException {
        release();
        loans++;
    }

    private void release() throws IOException {
        Root held = holding;
        holding = null;
        if (held != null) {
            held.close();
        }
    }

    /**
     * Ends what one {@link #lend} began: behind the last of them it is taken again, as soon as
     * nobody has it, unless it is closed or lent once more before.
     */
    void takeBack() throws IOException {
        synchronized (this) {
            loans--;
        }
        try {
            while (!isSettled()) {
                closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isSettled() throws IOException {
        if (closed.getCount() > 0 && loans == 0 && holding == null) {
            holding = locked(root).orElse(null);
            return holding != null;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        synchronized (this) {
            release();
        }
    }
}
