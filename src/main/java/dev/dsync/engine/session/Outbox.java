package dev.dsync.engine.session;

import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.PartSize;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a session has yet to say. Nothing is prepared ahead for a peer that does not take what is
 * there, so that one who never reads costs a few messages and not all that credit would allow.
 */
final class Outbox {
    /** Messages that may wait. */
    static final int MESSAGES_MAX = 1 << 16;

    /**
     * Bytes that wait or are being written, beyond which no more is prepared: one message on its
     * way, and the next is ready by then.
     */
    static final long AHEAD_BYTES = 256 << 10;

    /**
     * Less credit waits for the next message of any kind: by itself it would cost a packet each
     * way. So little of the window holds nobody up.
     */
    static final long CREDIT_BYTES = 256 << 10;

    private static final int SMALL_BYTES = 128;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private long bytes;
    private long writing;
    private long credit;
    private boolean flushed = true;

    /** What the writing thread is given. */
    sealed interface Outgoing {
        /** A message to be written. */
        record Frame(Message message) implements Outgoing {}

        /** From here on both sides compress as the dialler wished. */
        record Level(int level) implements Outgoing {}

        /** Nothing more comes. */
        record Last() implements Outgoing {}
    }

    /** Adds something, as soon as there is room; false if there is none in this time. */
    boolean offer(Outgoing next, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (waiting.size() >= MESSAGES_MAX) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            add(next);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what waits, and ends. */
    void end() {
        lock.lock();
        try {
            waiting.clear();
            bytes = 0;
            add(new Outgoing.Last());
        } finally {
            lock.unlock();
        }
    }

    private void add(Outgoing next) {
        if (next instanceof Outgoing.Frame(Message.Credit(long given))) {
            credit += given;
            if (credit < CREDIT_BYTES) {
                return;
            }
            put(new Outgoing.Frame(new Message.Credit(credit)));
            credit = 0;
            return;
        }
        if (credit > 0 && next instanceof Outgoing.Frame) {
            put(new Outgoing.Frame(new Message.Credit(credit)));
            credit = 0;
        }
        put(next);
    }

    private void put(Outgoing next) {
        waiting.add(next);
        bytes += size(next);
        flushed = false;
        changed.signalAll();
    }

    /** What is to be written next, if it waits; what was taken before is written. */
    @Nullable Outgoing poll() {
        lock.lock();
        try {
            return taken();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What is to be written next, however long that takes to come; what was taken before has left
     * this machine.
     */
    Outgoing take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            flushed = waiting.isEmpty();
            Outgoing next = taken();
            while (next == null) {
                changed.await();
                next = taken();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Outgoing taken() {
        Outgoing next = waiting.poll();
        writing = next == null ? 0 : size(next);
        bytes -= writing;
        changed.signalAll();
        return next;
    }

    /** Waits until the peer has taken so much that more may be prepared for it. */
    void awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (bytes + writing > AHEAD_BYTES) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing waits for the peer to take it. */
    boolean isTaken() {
        lock.lock();
        try {
            return flushed;
        } finally {
            lock.unlock();
        }
    }

    private static long size(Outgoing next) {
        return next instanceof Outgoing.Frame(Message message) ? size(message) : 0;
    }

    private static long size(Message message) {
        return switch (message) {
            case Message.Data data -> data.segments().stream().mapToLong(PartSize::of).sum();
            case Message.Pages pages -> pages.pages().stream().mapToLong(PartSize::of).sum();
            case Message.PageAnswers answers ->
                    answers.answers().stream().mapToLong(PartSize::of).sum();
            case Message.Changes told -> told.changes().stream().mapToLong(PartSize::of).sum();
            case Message.Fetch fetch -> fetch.wishes().stream().mapToLong(PartSize::of).sum();
            case Message.Report report -> report.items().stream().mapToLong(PartSize::of).sum();
            case Message.PageRequests requests ->
                    (long) requests.requests().size() * PartSize.ofPageRequest();
            case Message.ManifestRequest asked ->
                    asked.queries().stream().mapToLong(PartSize::of).sum();
            case Message.Manifests told -> told.answers().stream().mapToLong(PartSize::of).sum();
            case Message.Piece piece -> piece.bytes().length();
            case Message.PiecesHeld held -> held.spans().stream().mapToLong(PartSize::of).sum();
            case Message.PiecesSought _, Message.PieceRequest _ -> SMALL_BYTES;
            case Message.Hello _,
                    Message.Request _,
                    Message.Accept _,
                    Message.Refuse _,
                    Message.ListingRoot _,
                    Message.ListingRequest _,
                    Message.Knowledge _,
                    Message.StreamRequest _,
                    Message.ChangesRequest _,
                    Message.Planned _,
                    Message.Credit _,
                    Message.Finished _,
                    Message.Ping _,
                    Message.Pong _ ->
                    SMALL_BYTES;
        };
    }
}
