package dev.dsync.app.web;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Memory outside the heap that files pass through, kept for the next download. */
final class Buffers {
    /** Bytes of each. */
    static final int BYTES = 128 << 10;

    private final ConcurrentLinkedQueue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();

    /** One, cleared; to be given back by {@link #giveBack}. */
    ByteBuffer take() {
        ByteBuffer buffer = idle.poll();
        return buffer == null ? ByteBuffer.allocateDirect(BYTES) : buffer.clear();
    }

    void giveBack(ByteBuffer buffer) {
        idle.add(buffer);
    }
}
