package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BuffersTest {
    private final Buffers buffers = new Buffers();

    @Test
    void buffer_isUsedAgain() throws IOException {
        ByteBuffer first = buffers.lend(buffer -> buffer.putInt(1));
        assertSame(first, buffers.lend(buffer -> buffer));
        assertEquals(Buffers.BYTES, first.remaining(), "cleared");
    }

    @Test
    void bufferOfWhatFailed_isNobodyElses() throws IOException {
        AtomicReference<ByteBuffer> first = new AtomicReference<>();
        assertThrows(
                IOException.class,
                () ->
                        buffers.lend(
                                buffer -> {
                                    first.set(buffer);
                                    throw new IOException("the visitor takes nothing");
                                }));
        assertNotSame(first.get(), buffers.lend(buffer -> buffer));
    }
}
