package dev.dsync.engine.fetch;

import dev.dsync.core.delta.Signature;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.wire.Want.Range;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A file whose content is wanted.
 *
 * <p>What was asked for and is not here yet stands in {@link #parts}: whoever asks adds, whoever
 * receives removes, which may be two threads.
 */
public final class Wanted {
    /** How often a file is asked for again, of which content came that was none of it. */
    private static final int AGAIN_MAX = 2;

    private final int file;
    private final long entry;
    private final RelPath path;
    private final long size;
    private final Timestamp modified;
    private final Basis basis;
    private final Completing completing;
    private final @Nullable Digest content;
    private int askedAgain;
    private final Queue<Part> parts = new ConcurrentLinkedQueue<>();

    /**
     * What one answer is made of.
     *
     * @param range as it was asked for; of a whole file all there is
     * @param oldOffset where in the basis the bytes of the signature begin
     * @param wishBytes what asking for it takes
     */
    record Part(Range range, long oldOffset, int wishBytes) {
        @Nullable Signature signature() {
            return range.old();
        }
    }

    /**
     * The file listed at {@code entry}.
     *
     * @param file a number of its own
     * @param size as listed
     * @param modified as listed
     * @param content the root of its manifest as listed: no other will do; null if none is listed,
     *     so that it may be what it is by now
     */
    public Wanted(
            int file,
            long entry,
            RelPath path,
            long size,
            Timestamp modified,
            Basis basis,
            Completing completing,
            @Nullable Digest content) {
        this.file = file;
        this.entry = entry;
        this.path = path;
        this.size = size;
        this.modified = modified;
        this.basis = basis;
        this.completing = completing;
        this.content = content;
    }

    int file() {
        return file;
    }

    long entry() {
        return entry;
    }

    RelPath path() {
        return path;
    }

    long size() {
        return size;
    }

    Timestamp modified() {
        return modified;
    }

    /**
     * The time it is to have when the source has found another than it has listed: that which was
     * listed with the only content that will do, or this.
     */
    Timestamp modified(Timestamp found) {
        return content == null ? found : modified;
    }

    Basis basis() {
        return basis;
    }

    Completing completing() {
        return completing;
    }

    /** The only content that will do; null if it may be what it is by now. */
    @Nullable Digest content() {
        return content;
    }

    /** Whether a file with this manifest is what was wanted. */
    boolean isMetBy(Digest root) {
        return content == null || content.equals(root);
    }

    /** Counts that what came was not what it has to be; whether another try is worth it. */
    boolean mayAskAgain() {
        return askedAgain++ < AGAIN_MAX;
    }

    Queue<Part> parts() {
        return parts;
    }
}
