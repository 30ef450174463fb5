package dev.dsync.app.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long a link holds: until a time, until so many downloads are done, or until it is stopped.
 * Any thread may call.
 *
 * <p>A download is one file or archive that one address gets. Whoever was interrupted goes on with
 * the same one, in as many parts as they like, until each byte was sent once.
 */
public final class Lifetime {
    private final InstantSource clock;
    private final @Nullable Instant end;
    private final int downloadsMax;
    private final Map<Key, Download> open = new HashMap<>();
    private int begun;
    private int active;
    private boolean stopped;

    /**
     * One of this kind.
     *
     * @param end when it is over; null for never
     * @param downloadsMax how many there may be; 0 for any number
     */
    public Lifetime(InstantSource clock, @Nullable Instant end, int downloadsMax) {
        this.clock = clock;
        this.end = end;
        this.downloadsMax = downloadsMax;
    }

    /** What is downloaded by whom. */
    private record Key(String visitor, String what) {}

    /** One that was begun, and the bytes of it that nobody has asked for yet. */
    private static final class Download {
        private long left;
        private int parts;

        Download(long left) {
            this.left = left;
        }
    }

    /** Why it is over. */
    public enum End {
        EXPIRED,
        USED_UP,
        STOPPED
    }

    /** Whether nobody may come any more. */
    synchronized boolean isOver() {
        return stopped || isExpired();
    }

    private boolean isExpired() {
        return end != null && !clock.instant().isBefore(end);
    }

    /**
     * Begins a part of a download.
     *
     * @param what the file, and its state
     * @param size bytes of all of it; at least 1
     * @param part bytes of the part
     * @return what is to be closed when the part has ended; null if there may be no more downloads
     */
    synchronized @Nullable Part begin(String visitor, String what, long size, long part) {
        if (isOver()) {
            return null;
        }
        Key key = new Key(visitor, what);
        Download download = open.get(key);
        if (download == null || download.left < part) {
            if (downloadsMax > 0 && begun >= downloadsMax) {
                return null;
            }
            begun++;
            download = new Download(size);
            if (downloadsMax > 0) {
                open.put(key, download);
            }
        }
        download.left -= part;
        download.parts++;
        active++;
        return new Part(key, download, part);
    }

    /** A part that is being sent. */
    final class Part implements AutoCloseable {
        private final Key key;
        private final Download download;
        private final long length;
        private boolean sent;

        private Part(Key key, Download download, long length) {
            this.key = key;
            this.download = download;
            this.length = length;
        }

        /** All of it was sent. */
        void sent() {
            sent = true;
        }

        @Override
        public void close() {
            end(this);
        }
    }

    private synchronized void end(Part part) {
        Download download = part.download;
        if (!part.sent) {
            download.left += part.length;
        }
        download.parts--;
        active--;
        if (download.left <= 0 && download.parts == 0) {
            open.remove(part.key, download);
        }
        notifyAll();
    }

    /** Begins an upload, which is waited for at the end as downloads are. */
    synchronized Stay stay() {
        active++;
        return new Stay();
    }

    /** Something under way that is no download. */
    final class Stay implements AutoCloseable {
        private Stay() {}

        @Override
        public void close() {
            leave();
        }
    }

    private synchronized void leave() {
        active--;
        notifyAll();
    }

    /** Ends it. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** How many downloads were begun. */
    public synchronized int begun() {
        return begun;
    }

    /** Downloads and uploads under way. */
    public synchronized int active() {
        return active;
    }

    /** Waits until it is over, and, unless it was stopped, those who are at it are done. */
    public synchronized End await() throws InterruptedException {
        while (true) {
            if (stopped) {
                return End.STOPPED;
            }
            if (active == 0 && isExpired()) {
                return End.EXPIRED;
            }
            if (active == 0 && downloadsMax > 0 && begun >= downloadsMax && open.isEmpty()) {
                return End.USED_UP;
            }
            if (end == null || isExpired()) {
                wait();
            } else {
                wait(Math.max(1, Duration.between(clock.instant(), end).toMillis()));
            }
        }
    }
}
