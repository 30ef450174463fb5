package dev.dsync.engine.session;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is space for large contents, and for which there was none: those are not asked for
 * again before there is more. Any thread may call.
 */
final class Room {
    /** Left to all else that is written meanwhile. */
    private static final long MARGIN_BYTES = 4L << 20;

    /** Less may fail when it is written: that costs little. */
    private static final long LARGE_BYTES_MIN = 1 << 20;

    /**
     * Looks, one in ten seconds, after which files are looked into anew: they may be here by now.
     */
    private static final int LOOKS_MAX = 360;

    private static final long UNKNOWN = Long.MIN_VALUE;

    private final Root root;

    /** Contents without room in this round. */
    private Map<RelPath, Need> needs = new HashMap<>();

    /** And in the one before. */
    private Map<RelPath, Need> before = Map.of();

    private long free = UNKNOWN;
    private long promised;
    private int looks;

    /** What a content takes that is not here, and what was told of it: once, not of every byte. */
    private record Need(Digest content, long bytes, Problem told) {}

    Room(Root root) {
        this.root = root;
    }

    /** A round begins, in which what is free is what is free now. */
    synchronized void begin() {
        before = needs;
        needs = new HashMap<>();
        free = UNKNOWN;
        promised = 0;
    }

    private long free() throws IOException {
        if (free == UNKNOWN) {
            free = root.usableBytes();
        }
        return free;
    }

    /** What is wrong with a file that had no room in the round before, if it has none now. */
    synchronized @Nullable Problem problem(FileEntry file) throws IOException {
        Need need = before.get(file.path());
        if (need == null
                || !need.content.equals(file.content())
                || need.bytes + MARGIN_BYTES <= free()) {
            return null;
        }
        needs.put(file.path(), need);
        return need.told;
    }

    /**
     * Gives room to a file.
     *
     * @param bytes it takes at least, beside what of it is here
     * @return what is wrong if there is not so much
     */
    synchronized @Nullable Problem take(FileEntry file, long bytes) throws IOException {
        long left = free() - promised;
        if (bytes < LARGE_BYTES_MIN || bytes + MARGIN_BYTES <= left) {
            promised += bytes;
            return null;
        }
        Digest content = Objects.requireNonNull(file.content(), "files of a folder have contents");
        Need need = new Need(content, bytes, problem(file.path(), bytes, left));
        needs.put(file.path(), need);
        return need.told;
    }

    private static Problem problem(RelPath path, long bytes, long free) {
        return new Problem(
                path,
                Problem.Kind.WRITE,
                "No space left on device: it takes "
                        + bytes
                        + " bytes, and "
                        + Math.max(0, free)
                        + " are free; free some");
    }

    /** Whether something had no room in this round. */
    synchronized boolean isShort() {
        return !needs.isEmpty();
    }

    /**
     * Whether one of those has room now, or was not looked into for long. Asked again and again
     * while nothing else happens.
     */
    synchronized boolean isWorthATry() throws IOException {
        long now = root.usableBytes();
        if (needs.values().stream().anyMatch(need -> need.bytes + MARGIN_BYTES <= now)) {
            return true;
        }
        if (++looks < LOOKS_MAX) {
            return false;
        }
        looks = 0;
        needs.clear();
        return true;
    }
}
