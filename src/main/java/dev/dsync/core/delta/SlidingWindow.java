package dev.dsync.core.delta;

import java.io.IOException;

/** The part of new bytes that is being looked at; it moves on, and back by little. */
final class SlidingWindow {
    private static final int BYTES = 256 << 10;

    /** How far back of the position asked for it begins. */
    private static final int BACK = SignatureShape.STRIDE_MAX * SignatureShape.BLOCK_MAX;

    private final ByteSource source;
    private final int length;
    private final byte[] buffer;
    private int start;
    private int end;

    SlidingWindow(ByteSource source, int length) {
        this.source = source;
        this.length = length;
        buffer = new byte[Math.min(BYTES, length)];
    }

    /** Where new bytes are, once {@link #load} said so. */
    byte[] buffer() {
        return buffer;
    }

    /** Where in the buffer the byte at {@code position} is, and the {@code count} from there on. */
    int load(int position, int count) throws IOException {
        if (position < start || position + count > end) {
            // going back it goes far, or the next step back would have to read again
            int wanted = position < start ? position + count - buffer.length : position - BACK;
            int from = Math.max(0, Math.min(wanted, length - buffer.length));
            int kept = 0;
            if (from >= start && from < end) {
                kept = end - from;
                System.arraycopy(buffer, from - start, buffer, 0, kept);
            }
            start = from;
            end = from + buffer.length;
            source.read(from + kept, buffer, kept, buffer.length - kept);
        }
        return position - start;
    }

    /** Bytes in the buffer from {@code position} on. */
    int ahead(int position) {
        return end - position;
    }
}
