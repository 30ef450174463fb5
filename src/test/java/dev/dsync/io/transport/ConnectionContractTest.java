package dev.dsync.io.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every connection keeps, whatever carries it. */
@Timeout(60)
abstract class ConnectionContractTest {
    final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    /** Two new ends of one connection. */
    abstract PipeConnection.Pair open() throws Exception;

    @AfterEach
    void stopThreads() {
        executor.shutdownNow();
        executor.close();
    }

    @Test
    void written_isReadAtTheOtherEndBothWays() throws Exception {
        PipeConnection.Pair pair = open();
        send(pair.dialler(), "ping");
        assertEquals("ping", receive(pair.listener(), 4));
        send(pair.listener(), "pong!");
        assertEquals("pong!", receive(pair.dialler(), 5));
        end(pair);
    }

    @Test
    void muchBothWaysAtOnce_arrivesWhole() throws Exception {
        PipeConnection.Pair pair = open();
        byte[] there = bytes(1_000_000, 1);
        byte[] back = bytes(700_000, 2);
        Future<byte[]> atListener = executor.submit(() -> readAll(pair.listener()));
        Future<byte[]> atDialler = executor.submit(() -> readAll(pair.dialler()));
        Future<?> listenerWrites = executor.submit(() -> writeAll(pair.listener(), back));
        writeAll(pair.dialler(), there);
        listenerWrites.get();
        assertArrayEquals(there, atListener.get());
        assertArrayEquals(back, atDialler.get());
        assertTrue(pair.dialler().sent() >= there.length, "counted");
        assertTrue(pair.dialler().received() >= back.length, "counted");
        assertEquals(pair.dialler().sent(), pair.listener().received());
        end(pair);
    }

    @Test
    void closedOutput_isTheEndForThePeerWhileItStillSends() throws Exception {
        PipeConnection.Pair pair = open();
        send(pair.dialler(), "last");
        pair.dialler().closeOutput();
        pair.dialler().closeOutput();
        assertEquals("last", receive(pair.listener(), 4));
        assertEquals(-1, pair.listener().read(new byte[1], 0, 1));
        assertEquals(-1, pair.listener().read(new byte[1], 0, 1));
        send(pair.listener(), "still here");
        assertEquals("still here", receive(pair.dialler(), 10));
        end(pair);
    }

    @Test
    void closed_deliversWhatWasBuffered() throws Exception {
        PipeConnection.Pair pair = open();
        byte[] text = "unflushed".getBytes(StandardCharsets.UTF_8);
        pair.dialler().write(text, 0, text.length);
        Future<?> closing = executor.submit(() -> close(pair.dialler()));
        assertArrayEquals(text, readAll(pair.listener()));
        pair.listener().close();
        closing.get();
        pair.dialler().close();
    }

    @Test
    void abort_endsAWaitingReadHereAndIsALossThere() throws Exception {
        PipeConnection.Pair pair = open();
        Future<Integer> here = executor.submit(() -> pair.dialler().read(new byte[1], 0, 1));
        Future<Integer> there = executor.submit(() -> pair.listener().read(new byte[1], 0, 1));
        pair.dialler().abort();
        assertThrows(TransportException.Aborted.class, () -> result(here));
        assertThrows(TransportException.LostConnection.class, () -> result(there));
        assertThrows(
                TransportException.Aborted.class,
                () -> {
                    pair.dialler().write(new byte[1], 0, 1);
                    pair.dialler().flush();
                });
        pair.listener().abort();
    }

    @Test
    void abort_endsAWaitingWrite() throws Exception {
        PipeConnection.Pair pair = open();
        Future<?> writing =
                executor.submit(
                        () -> {
                            byte[] much = new byte[1 << 20];
                            for (int i = 0; i < 64; i++) {
                                pair.dialler().write(much, 0, much.length);
                            }
                            return null;
                        });
        receive(pair.listener(), 100_000);
        pair.dialler().abort();
        assertThrows(TransportException.Aborted.class, () -> result(writing));
        pair.listener().abort();
    }

    @Test
    void peerGone_writingFails() throws Exception {
        PipeConnection.Pair pair = open();
        pair.listener().abort();
        assertThrows(
                TransportException.LostConnection.class,
                () -> {
                    for (int i = 0; i < 10_000; i++) {
                        pair.dialler().write(new byte[4096], 0, 4096);
                        pair.dialler().flush();
                    }
                });
        pair.dialler().abort();
    }

    static void send(Connection connection, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        connection.write(bytes, 0, bytes.length);
        connection.flush();
    }

    static String receive(Connection connection, int length) throws IOException {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            int count = connection.read(bytes, done, length - done);
            if (count < 0) {
                throw new IOException("end after " + done);
            }
            done += count;
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static byte[] readAll(Connection connection) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] bytes = new byte[10_000];
        for (int count = 0; count >= 0; count = connection.read(bytes, 0, bytes.length)) {
            all.write(bytes, 0, count);
        }
        return all.toByteArray();
    }

    private static Object writeAll(Connection connection, byte[] bytes) throws IOException {
        Random random = new Random(7);
        int done = 0;
        while (done < bytes.length) {
            int count = Math.min(bytes.length - done, random.nextInt(70_000));
            connection.write(bytes, done, count);
            done += count;
        }
        connection.closeOutput();
        return connection;
    }

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Object close(Connection connection) throws IOException {
        connection.close();
        return connection;
    }

    private void end(PipeConnection.Pair pair) throws Exception {
        Future<?> closing = executor.submit(() -> close(pair.dialler()));
        pair.listener().close();
        closing.get();
    }

    /** The task's own exception, where it threw one. */
    static <T> T result(Future<T> task) throws Exception {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}
