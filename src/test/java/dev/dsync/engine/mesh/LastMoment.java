package dev.dsync.engine.mesh;

import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Edits that users make just when a file is about to take the place of another, and processes that
 * die right behind it; a few of them, since what follows such a death is work in which more files
 * take the place of others. What it draws leaves the rest of a history as it is.
 */
final class LastMoment {
    private static final int RARITY = 12;

    private static final int MOMENTS_MAX = 3;

    /** Operations in which a file takes the place of another. */
    private static final int OPERATIONS = 4;

    private final SplittableRandom random;
    private final Consumer<String> notes;
    private @Nullable MeshPeer doomed;
    private int left;
    private int moments;

    LastMoment(long seed, Consumer<String> notes) {
        this.random = new SplittableRandom(~seed);
        this.notes = notes;
    }

    /** Whether a peer's process dies before it does this to its disk. */
    boolean isLast(MeshPeer peer, Operation next) throws IOException {
        if (peer.equals(doomed)) {
            doomed = --left > 0 ? doomed : null;
            return doomed == null;
        }
        if (doomed == null
                && next == Operation.RENAME
                && moments < MOMENTS_MAX
                && random.nextInt(RARITY) == 0) {
            moments++;
            notes.accept(peer.name() + " at the last moment " + peer.edit());
            doomed = peer;
            left = 1 + random.nextInt(OPERATIONS);
        }
        return false;
    }
}
