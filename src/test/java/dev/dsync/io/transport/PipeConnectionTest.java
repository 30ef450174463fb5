package dev.dsync.io.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InterruptedIOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipeConnectionTest extends ConnectionContractTest {
    @Override
    PipeConnection.Pair open() {
        return PipeConnection.pair(1000);
    }

    @Test
    void pipe_hasNoSecureChannel() {
        assertEquals(Optional.empty(), open().dialler().secureChannel());
    }

    @Test
    void counted_isExactlyWhatPassed() throws Exception {
        PipeConnection.Pair pair = open();
        send(pair.dialler(), "12345");
        receive(pair.listener(), 3);
        assertEquals(5, pair.dialler().sent());
        assertEquals(3, pair.listener().received());
    }

    @Test
    void interrupted_endsTheWaitAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> open().dialler().read(new byte[1], 0, 1));
        assertTrue(Thread.interrupted());
    }
}
