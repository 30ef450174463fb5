package dev.dsync.engine.fetch;

import dev.dsync.core.hash.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The contents of one root of which pieces come over all its links. Any thread may call. */
public final class Swarm {
    /** Bytes asked for over all links and not here yet, at most. */
    private static final long ASKED_BYTES_MAX = 32 << 20;

    private final Sizes sizes;
    private final RandomGenerator random;
    private final Runnable moved;
    private final Map<Digest, Gathering> gatherings = new LinkedHashMap<>();
    private long askedBytes;

    /**
     * What is worth it.
     *
     * @param bytesMin a content of which less lacks comes from one source
     * @param pieceBytesMin of a piece
     */
    public record Sizes(long bytesMin, long pieceBytesMin) {
        /** What pays on disks and networks. */
        public static final Sizes STANDARD = new Sizes(16L << 20, 128 << 10);
    }

    /**
     * Of one root.
     *
     * @param random decides among pieces that are as rare
     * @param moved is called when the other links may have something to do; by any thread
     */
    public Swarm(Sizes sizes, RandomGenerator random, Runnable moved) {
        this.sizes = sizes;
        this.random = random;
        this.moved = moved;
    }

    /** A content of which fewer bytes lack comes from one source. */
    public long bytesMin() {
        return sizes.bytesMin;
    }

    long pieceBytesMin() {
        return sizes.pieceBytesMin;
    }

    synchronized RandomGenerator random() {
        return new SplittableRandom(random.nextLong());
    }

    /** Begins to get a content on behalf of a link whose peer has announced it. */
    synchronized @Nullable Gathering seat(Digest content, long bytes, SwarmLink by) {
        if (bytes < sizes.bytesMin || gatherings.containsKey(content)) {
            return null;
        }
        Gathering gathering = new Gathering(this, content, by);
        gatherings.put(content, gathering);
        return gathering;
    }

    synchronized void remove(Gathering gathering) {
        gatherings.remove(gathering.content(), gathering);
    }

    /** What is got of a content, or was and is still at hand; null if it is neither. */
    synchronized @Nullable Gathering find(Digest content) {
        return gatherings.get(content);
    }

    synchronized List<Gathering> all() {
        return List.copyOf(gatherings.values());
    }

    /** Whether there is memory for what more is asked for. */
    synchronized boolean hasRoom() {
        return askedBytes < ASKED_BYTES_MAX;
    }

    /** So many bytes more are asked for; or fewer, since they are here or will not come. */
    synchronized void asks(long bytes) {
        askedBytes += bytes;
    }

    /** Other links may have something to do. */
    void moved() {
        moved.run();
    }
}
