package dev.dsync.engine.mesh;

import dev.dsync.core.tree.RelPath;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which paths of a root links are at work on, and whether others than links write there. Any thread
 * may call.
 */
final class Claims {
    private final Map<RelPath, Object> holders = new HashMap<>();

    /** Links that have what others were refused. */
    private final Set<Object> awaited = new HashSet<>();

    /** How many others write to the root, while which no link gets anything. */
    private int loans;

    /**
     * What a link has let go of.
     *
     * @param awaited whether another link wanted something that was reserved
     */
    record Let(List<RelPath> paths, boolean awaited) {}

    /** Whether a path is this link's. */
    synchronized boolean isOf(Object link, RelPath path) {
        return link.equals(holders.get(path));
    }

    /** Whether a path is another link's. */
    synchronized boolean isOfAnother(Object link, RelPath path) {
        return isTaken(path) && !isOf(link, path);
    }

    /** Whether a path is a link's. */
    synchronized boolean isTaken(RelPath path) {
        return holders.containsKey(path);
    }

    /** Whether a path is nobody's; it is remembered that somebody wanted it. */
    synchronized boolean isFree(RelPath path) {
        Object holder = holders.get(path);
        if (holder != null) {
            awaited.add(holder);
        }
        return holder == null;
    }

    /** Gives a link a path that is free; false while the root is lent. */
    synchronized boolean take(Object link, RelPath path) {
        return loans == 0 && holders.putIfAbsent(path, link) == null;
    }

    /** Takes from a link all it has. */
    synchronized Let letGo(Object link) {
        List<RelPath> paths = new ArrayList<>();
        holders.entrySet().removeIf(one -> one.getValue().equals(link) && paths.add(one.getKey()));
        notifyAll();
        return new Let(paths, awaited.remove(link));
    }

    /** Whether another wanted what a link has. */
    synchronized boolean isAwaited(Object link) {
        return awaited.contains(link);
    }

    /**
     * Gives no link anything more, and waits until none has anything; false, with nothing changed,
     * if that takes too long.
     */
    synchronized boolean lend(InstantSource clock, Duration patience) throws InterruptedException {
        Instant end = clock.instant().plus(patience);
        boolean free = false;
        loans++;
        try {
            while (!holders.isEmpty() && clock.instant().isBefore(end)) {
                wait(1 + Duration.between(clock.instant(), end).abs().toMillis());
            }
            free = holders.isEmpty();
            return free;
        } finally {
            loans -= free ? 0 : 1;
        }
    }

    /** Ends what one {@link #lend} began. */
    synchronized void takeBack() {
        loans--;
    }
}
