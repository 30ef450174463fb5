package dev.dsync.app.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The content of an answer, made piece by piece; nobody reads it further ahead than one buffer. */
final class AnswerStream extends OutputStream {
    private final Exchange exchange;
    private final ByteBuffer buffer;
    private long length;

    /** Through this buffer, which stays the caller's. */
    AnswerStream(Exchange exchange, ByteBuffer buffer) {
        this.exchange = exchange;
        this.buffer = buffer;
    }

    @Override
    public void write(int b) throws IOException {
        if (!buffer.hasRemaining()) {
            send(false);
        }
        buffer.put((byte) b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int from = offset;
        int left = length;
        while (left > 0) {
            if (!buffer.hasRemaining()) {
                send(false);
            }
            int part = Math.min(left, buffer.remaining());
            buffer.put(bytes, from, part);
            from += part;
            left -= part;
        }
    }

    /** Bytes that were sent. */
    long length() {
        return length;
    }

    private void send(boolean last) throws IOException {
        buffer.flip();
        length += buffer.remaining();
        exchange.write(last, buffer);
        buffer.clear();
    }

    /** Ends the answer; one that is not ended so is cut off, which the visitor notices. */
    void finish() throws IOException {
        send(true);
    }
}
