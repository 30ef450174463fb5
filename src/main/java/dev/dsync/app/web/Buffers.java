package dev.dsync.app.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Memory outside the heap that files pass through, kept for the next download. */
final class Buffers {
    /** Bytes of each. */
    static final int BYTES = 128 << 10;

    private final ConcurrentLinkedQueue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();

    /** What is done with one. */
    @FunctionalInterface
    interface Use<T> {
        /** Does it, with a buffer that is cleared. */
        T with(ByteBuffer buffer) throws IOException;
    }

    /**
     * Lends one. Of what failed the server may still be sending, so that one is left to the
     * collector: filled for somebody else, it would spoil what the first one gets.
     */
    <T> T lend(Use<T> use) throws IOException {
        ByteBuffer kept = idle.poll();
        ByteBuffer buffer = kept == null ? ByteBuffer.allocateDirect(BYTES) : kept.clear();
        T result = use.with(buffer);
        idle.add(buffer);
        return result;
    }
}
