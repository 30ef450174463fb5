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
 * the same one, and whoever looks at some of it first gets all of it, in as many parts as they
 * like, until as many bytes were sent as it has; and never twice as many.
 */
public final class Lifetime {
    /** Whoever was interrupted, and does nothing for so long, does not come back. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final @Nullable Instant end;
    private final int downloadsMax;
    private final Map<Key, Download> open = new HashMap<>();
    private Instant lastEnd = Instant.MIN;
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

    /** One that was begun: its bytes, those that were sent, and those that are being sent. */
    private static final class Download {
        private final long size;
        private long sent;
        private long underWay;

        Download(long size) {
            this.size = size;
        }

        /** Whether so many more bytes still belong to it. */
        boolean covers(long more) {
            return sent + underWay + more < 2 * size;
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
        return stopped || isExpired(clock.instant());
    }

    private boolean isExpired(Instant now) {
        return end != null && !now.isBefore(end);
    }

    /** Whether there may be only so many downloads. */
    boolean isLimited() {
        return downloadsMax > 0;
    }

    /**
     * Begins a part of a download.
     *
     * @param what the file, and its state
     * @param size bytes of all of it; at least 1
     * @param part bytes of the part; at least 1
     * @return what is to be closed when the part has ended
     * @throws RefusedException if there may be no more downloads, or none until parts have ended
     *     that may be dead
     */
    synchronized Part begin(String visitor, String what, long size, long part)
            throws RefusedException {
        if (isOver()) {
            throw new RefusedException(410, "This link has expired.");
        }
        Key key = new Key(visitor, what);
        Download download = open.get(key);
        if (download == null || !download.covers(part)) {
            if (isLimited() && begun >= downloadsMax) {
                throw download == null
                        ? new RefusedException(410, "This link has been used up.")
                        : new RefusedException(503, "This is being downloaded; try again.");
            }
            begun++;
            download = new Download(size);
            if (isLimited()) {
                open.put(key, download);
            }
        }
        download.underWay += part;
        active++;
        return new Part(key, download, part);
    }

    /** A part that is being sent. Used by one thread. */
    final class Part implements AutoCloseable {
        private final Key key;
        private final Download download;
        private final long length;
        private long sent;

        private Part(Key key, Download download, long length) {
            this.key = key;
            this.download = download;
            this.length = length;
        }

        /** So many more bytes of it were sent. */
        void sent(long bytes) {
            sent += bytes;
        }

        @Override
        public void close() {
            end(this);
        }
    }

    private synchronized void end(Part part) {
        Download download = part.download;
        download.underWay -= part.length;
        download.sent += part.sent;
        boolean isNothing = download.sent == 0 && download.underWay == 0;
        if (isNothing || download.sent >= download.size) {
            open.remove(part.key, download);
            begun -= isNothing ? 1 : 0;
        }
        leave();
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
        lastEnd = clock.instant();
        notifyAll();
    }

    /** Ends it. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** How many downloads were begun, but for those of which nothing was sent. */
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
            Instant now = clock.instant(); // one for all: it could expire between two looks
            if (active == 0 && isExpired(now)) {
                return End.EXPIRED;
            }
            Instant next = end == null || isExpired(now) ? Instant.MAX : end;
            if (active == 0 && isLimited() && begun >= downloadsMax) {
                Instant givenUp = open.isEmpty() ? Instant.MIN : lastEnd.plus(PATIENCE);
                if (!now.isBefore(givenUp)) {
                    return End.USED_UP;
                }
                next = givenUp.isBefore(next) ? givenUp : next;
            }
            if (next.equals(Instant.MAX)) {
                wait();
            } else {
                wait(Math.max(1, Duration.between(now, next).toMillis()));
            }
        }
    }
}
