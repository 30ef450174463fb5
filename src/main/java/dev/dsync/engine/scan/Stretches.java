package dev.dsync.engine.scan;

import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.index.IndexedChunk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The stretches of one file: handed out in order to those who cut them, taken back in any, and
 * given in order to the one who joins them. Any thread may call.
 */
final class Stretches {
    /**
     * A part of the file to be cut from a guessed start.
     *
     * @param end where it ends: the last chunk begins before
     */
    record Stretch(long number, long start, long end) {}

    /** A stretch and its chunks, each of them once. */
    record Cuts(Stretch stretch, List<IndexedChunk> chunks) {}

    private final long size;
    private final long stretchBytes;
    private final int aheadMax;
    private final Map<Long, Cuts> cuts = new HashMap<>();
    private long nextStart;
    private long taken;
    private long joined;
    private int crew;
    private boolean ended;
    private @Nullable Throwable failure;

    /**
     * Divides a file.
     *
     * @param aheadMax how many stretches may be handed out and not joined yet
     */
    Stretches(long size, long stretchBytes, int aheadMax) {
        this.size = size;
        this.stretchBytes = stretchBytes;
        this.aheadMax = aheadMax;
    }

    /** Joins those who cut; false if there is nothing left to do. */
    synchronized boolean enter() {
        if (ended) {
            return false;
        }
        crew++;
        return true;
    }

    /** Leaves them again. */
    synchronized void leave() {
        crew--;
        notifyAll();
    }

    /** Ends the work, because one of those who cut has failed. */
    synchronized void fail(Throwable cause) {
        failure = failure == null ? cause : failure;
        ended = true;
        notifyAll();
    }

    /** Ends the work, and returns when all have left. */
    synchronized void end() {
        ended = true;
        notifyAll();
        boolean interrupted = false;
        while (crew > 0) {
            try {
                wait();
            } catch (InterruptedException e) { // they end by themselves; told on below
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The next stretch to be cut, for which it waits if too many are not joined yet.
     *
     * @param file opened by the caller, to find holes
     * @return null if there are no more
     */
    synchronized @Nullable Stretch take(ReadableFile file) throws IOException {
        await(() -> ended || isAllTaken() || taken - joined < aheadMax);
        return tryTake(file);
    }

    /** The next stretch to be cut; null if there are no more, or too many are not joined yet. */
    synchronized @Nullable Stretch tryTake(ReadableFile file) throws IOException {
        if (ended || isAllTaken() || taken - joined >= aheadMax) {
            return null;
        }
        long data = file.nextData(nextStart);
        if (data < 0 || data >= size) {
            nextStart = size;
            notifyAll();
            return null;
        }
        nextStart = Math.min(size, data + stretchBytes);
        return new Stretch(taken++, data, nextStart);
    }

    private boolean isAllTaken() {
        return nextStart >= size;
    }

    /** Takes back a stretch that is cut. */
    synchronized void put(Cuts done) {
        cuts.put(done.stretch.number, done);
        notifyAll();
    }

    /**
     * The next to be joined, if it is cut.
     *
     * @throws IOException if one of those who cut has failed
     */
    synchronized @Nullable Cuts next() throws IOException {
        throwFailure();
        Cuts next = cuts.remove(joined);
        if (next != null) {
            joined++;
            notifyAll();
        }
        return next;
    }

    /** Waits until the next to be joined is cut; false if all are joined. */
    synchronized boolean awaitNext() throws IOException {
        await(() -> failure != null || joined == taken || cuts.containsKey(joined));
        return failure != null || joined < taken || !isAllTaken();
    }

    private void throwFailure() throws IOException {
        switch (failure) {
            case null -> {}
            case IOException e -> throw e;
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    private synchronized void await(BooleanSupplier condition) throws InterruptedIOException {
        try {
            while (!condition.getAsBoolean()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}
