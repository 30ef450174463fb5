package dev.dsync.engine.mesh;

import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.mesh.FolderScan.Depth;
import dev.dsync.io.fs.ChangeHints.Hint;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Paths that are to be looked at, and when: soon after calm, later under a stream of changes, and
 * not while somebody is writing. Time is monotonic, in nanoseconds.
 */
final class Pending {
    private static final long CALM = Duration.ofMillis(50).toNanos();
    private static final long STREAM_MAX = Duration.ofMillis(500).toNanos();
    private static final long WRITING = Duration.ofSeconds(2).toNanos();
    private static final long WRITING_MAX = Duration.ofSeconds(10).toNanos();

    private final Map<RelPath, Wait> waits = new HashMap<>();

    /** Paths that are looked at once somebody says so. */
    private final Set<RelPath> held = new HashSet<>();

    private long window = CALM;
    private long lastTaken;
    private boolean everything;

    /** What waits for a path. */
    private static final class Wait {
        private final long since;
        private long due;
        private Depth depth;

        Wait(long since, long due, Depth depth) {
            this.since = since;
            this.due = due;
            this.depth = depth;
        }
    }

    Pending(long nowNanos) {
        lastTaken = nowNanos;
    }

    /** All there is is to be looked at, as soon as may be. */
    void everything() {
        everything = true;
    }

    /** Takes down what a hint says. */
    void add(Hint hint, long nowNanos) {
        switch (hint) {
            case Hint.Changed(RelPath path) -> put(path, Depth.NAME, window, nowNanos);
            case Hint.Closed(RelPath path) -> put(path, Depth.NAME, window, nowNanos);
            case Hint.Removed(RelPath path) -> put(path, Depth.NAME, window, nowNanos);
            case Hint.Moved(RelPath from, RelPath to) -> {
                put(from, Depth.NAME, window, nowNanos);
                put(to, Depth.TREE, window, nowNanos);
            }
            case Hint.Written(RelPath path) -> {
                Wait wait = waits.get(path);
                long since = wait == null ? nowNanos : wait.since;
                long due = Math.min(nowNanos + WRITING, since + WRITING_MAX);
                if (wait == null) {
                    waits.put(path, new Wait(since, due, Depth.NAME));
                } else {
                    wait.due = due;
                }
            }
            case Hint.Overflow _, Hint.RootGone _ -> everything();
        }
    }

    /** Waits with a path until it is to be looked at {@link #again}. */
    void hold(RelPath path) {
        held.add(path);
    }

    /** Looks at a path once more after so long. */
    void again(RelPath path, Duration after, long nowNanos) {
        held.remove(path);
        long due = nowNanos + after.toNanos();
        waits.putIfAbsent(path, new Wait(nowNanos, due, Depth.NAME));
        if (isRules(path)) {
            waits.putIfAbsent(path.parent(), new Wait(nowNanos, due, Depth.TREE));
        }
    }

    /** Whether one of these paths says what takes part beside and below it. */
    static boolean haveRules(Collection<RelPath> paths) {
        return paths.stream().anyMatch(Pending::isRules);
    }

    /** Whether it says what takes part beside and below it. */
    private static boolean isRules(RelPath path) {
        return !path.isRoot() && path.name().equals(IgnoreRules.FILE);
    }

    private void put(RelPath path, Depth depth, long after, long nowNanos) {
        if (isRules(path)) {
            put(path.parent(), Depth.TREE, after, nowNanos);
        }
        Wait wait = waits.get(path);
        if (wait == null) {
            waits.put(path, new Wait(nowNanos, nowNanos + after, depth));
            return;
        }
        wait.due = Math.min(wait.due, nowNanos + after);
        wait.depth = depth == Depth.TREE ? depth : wait.depth;
    }

    /** Whether nothing is to be looked at. */
    boolean isEmpty() {
        return !everything && waits.isEmpty() && held.isEmpty();
    }

    /** How long until something is due; {@code most} if nothing is before that. */
    Duration untilDue(Duration most, long nowNanos) {
        if (everything) {
            return Duration.ZERO;
        }
        long left = most.toNanos();
        for (Wait wait : waits.values()) {
            left = Math.min(left, wait.due - nowNanos);
        }
        return Duration.ofNanos(Math.max(left, 0));
    }

    /** What is due, which waits no more. */
    Map<RelPath, Depth> take(long nowNanos) {
        Map<RelPath, Depth> due = new HashMap<>();
        if (everything) {
            everything = false;
            waits.clear();
            due.put(RelPath.ROOT, Depth.TREE);
        }
        Iterator<Map.Entry<RelPath, Wait>> each = waits.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<RelPath, Wait> next = each.next();
            if (next.getValue().due <= nowNanos) {
                due.put(next.getKey(), next.getValue().depth);
                each.remove();
            }
        }
        if (!due.isEmpty()) {
            boolean streaming = nowNanos - lastTaken < 2 * window;
            window = streaming ? Math.min(window * 2, STREAM_MAX) : CALM;
            lastTaken = nowNanos;
        }
        return due;
    }
}
