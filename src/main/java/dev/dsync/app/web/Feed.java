package dev.dsync.app.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens, told to all who listen, in order. Nobody who tells ever waits: who does not keep up
 * with what he is told is dropped. Any thread may call.
 */
final class Feed implements AutoCloseable {
    /** Whoever lacks so many is dropped. */
    static final int WAITING_MAX = 512;

    /** What somebody who comes is told of what was before. */
    static final int KEPT = 50;

    static final int LISTENERS_MAX = 32;

    private final Deque<String> kept = new ArrayDeque<>();
    private final Set<Listener> listeners = new HashSet<>();
    private long dropped;
    private boolean closed;

    /** Somebody who listens, from {@link #join} on until he is closed. */
    final class Listener implements AutoCloseable {
        private final Deque<String> waiting;
        private final Runnable whenDropped;
        private boolean gone;

        private Listener(Deque<String> waiting, Runnable whenDropped) {
            this.waiting = waiting;
            this.whenDropped = whenDropped;
        }

        /**
         * What was told since this was asked last, waiting for something no longer than this, and
         * sometimes less; null if nothing more will come.
         *
         * @param millis at least 1
         */
        @Nullable List<String> take(long millis) throws InterruptedException {
            synchronized (Feed.this) {
                if (waiting.isEmpty() && !gone) {
                    Feed.this.wait(millis);
                }
                if (gone) {
                    return null;
                }
                List<String> all = new ArrayList<>(waiting);
                waiting.clear();
                return all;
            }
        }

        @Override
        public void close() {
            synchronized (Feed.this) {
                listeners.remove(this);
            }
        }
    }

    /**
     * Somebody listens from now on; nothing if too many do.
     *
     * @param whenDropped ends what he does with what he was told; must not wait
     */
    synchronized Optional<Listener> join(Runnable whenDropped) {
        if (closed || listeners.size() >= LISTENERS_MAX) {
            return Optional.empty();
        }
        Listener listener = new Listener(new ArrayDeque<>(kept), whenDropped);
        listeners.add(listener);
        return Optional.of(listener);
    }

    /** Tells everybody. */
    void tell(String what) {
        List<Listener> slow = new ArrayList<>();
        synchronized (this) {
            kept.add(what);
            if (kept.size() > KEPT) {
                kept.remove();
            }
            for (Listener listener : listeners) {
                listener.waiting.add(what);
                if (listener.waiting.size() > WAITING_MAX) {
                    slow.add(listener);
                }
            }
            slow.forEach(this::leave);
            dropped += slow.size();
            notifyAll();
        }
        slow.forEach(listener -> listener.whenDropped.run());
    }

    private void leave(Listener listener) {
        listener.gone = true;
        listener.waiting.clear();
        listeners.remove(listener);
    }

    /** How many listen. */
    synchronized int listeners() {
        return listeners.size();
    }

    /** How many were dropped. */
    synchronized long dropped() {
        return dropped;
    }

    /** Nobody is told anything more. */
    @Override
    public synchronized void close() {
        closed = true;
        List.copyOf(listeners).forEach(this::leave);
        notifyAll();
    }
}
