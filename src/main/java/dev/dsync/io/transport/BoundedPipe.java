package dev.dsync.io.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Bytes on their way from one thread to another, as many as fit. */
final class BoundedPipe {
    /** Whether more will come, and if not, who ended it; a later one overrides an earlier. */
    private enum End {
        OPEN,
        /** The writer has ended it; what is in it can be read. */
        ENDED,
        /** The reader has gone. */
        UNREAD,
        /** One side broke it off. */
        BROKEN
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final byte[] ring;
    private int first;
    private int filled;
    private long passed;
    private End end = End.OPEN;

    BoundedPipe(int capacity) {
        ring = new byte[capacity];
    }

    int read(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            while (filled == 0 && end == End.OPEN && length > 0) {
                changed.await();
            }
            if (end == End.BROKEN || end == End.UNREAD) {
                throw new IOException("broken pipe");
            }
            if (filled == 0 && length > 0) {
                return -1;
            }
            int count = Math.min(length, filled);
            int atEnd = Math.min(count, ring.length - first);
            System.arraycopy(ring, first, bytes, offset, atEnd);
            System.arraycopy(ring, 0, bytes, offset + atEnd, count - atEnd);
            first = (first + count) % ring.length;
            filled -= count;
            changed.signalAll();
            return count;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            int done = 0;
            while (done < length) {
                while (filled == ring.length && end == End.OPEN) {
                    changed.await();
                }
                if (end != End.OPEN) {
                    throw new IOException("broken pipe");
                }
                int at = (first + filled) % ring.length;
                int count = Math.min(length - done, ring.length - filled);
                int atEnd = Math.min(count, ring.length - at);
                System.arraycopy(bytes, offset + done, ring, at, atEnd);
                System.arraycopy(bytes, offset + done + atEnd, ring, 0, count - atEnd);
                filled += count;
                passed += count;
                done += count;
                changed.signalAll();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    /** Bytes written so far. */
    long passed() {
        lock.lock();
        try {
            return passed;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes taken out so far. */
    long taken() {
        lock.lock();
        try {
            return passed - filled;
        } finally {
            lock.unlock();
        }
    }

    void endByWriter() {
        end(End.ENDED);
    }

    void endByReader() {
        end(End.UNREAD);
    }

    void breakOff() {
        end(End.BROKEN);
    }

    private void end(End how) {
        lock.lock();
        try {
            if (how.compareTo(end) > 0) {
                end = how;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }
}
