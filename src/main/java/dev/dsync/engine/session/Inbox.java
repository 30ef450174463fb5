package dev.dsync.engine.session;

import dev.dsync.engine.machine.Event;
import dev.dsync.io.wire.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a session has yet to hear. Of the peer's messages only a few wait at a time, so that a peer
 * fills no memory by sending faster than it is heard; what this side itself tells never waits, so
 * that nobody who makes room is held up.
 */
final class Inbox {
    /**
     * Messages of the peer that wait. What an honest one sends is bounded by credit and by what it
     * was asked for; this bounds the other kind.
     */
    static final int MESSAGES_MAX = 16;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(MESSAGES_MAX);
    private volatile boolean closed;

    /**
     * Adds a message of the peer, as soon as there is room.
     *
     * @return false if nobody takes any more
     */
    boolean receive(Message message) throws InterruptedException {
        room.acquire();
        if (closed) {
            room.release(); // for whoever else waits
            return false;
        }
        events.add(new Event.Received(message));
        return true;
    }

    /** Adds what this side has to tell. */
    void tell(Event event) {
        events.add(event);
    }

    /** The next event, however long it takes. */
    Event take() throws InterruptedException {
        return taken(events.take());
    }

    /** The next event if one comes within this time. */
    @Nullable Event poll(long nanos) throws InterruptedException {
        Event event = events.poll(nanos, TimeUnit.NANOSECONDS);
        return event == null ? null : taken(event);
    }

    private Event taken(Event event) {
        if (event instanceof Event.Received) {
            room.release();
        }
        return event;
    }

    /** Takes nothing more; whoever waits for room goes on. */
    void close() {
        closed = true;
        room.release();
    }
}
