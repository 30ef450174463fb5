package dev.dsync.io.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacedConnectionTest {
    private static final long SECOND = 1_000_000_000;
    private static final int CAPACITY = 4 << 20;

    private final PipeConnection.Pair pipe = PipeConnection.pair(CAPACITY);
    private long now = 5 * SECOND;
    private long longestPause;

    private Connection paced(long up, long down) {
        return PacedConnection.of(pipe.dialler(), up, down, () -> now, this::pause);
    }

    private void pause(long nanos) {
        longestPause = Math.max(longestPause, nanos);
        now += nanos;
    }

    private double seconds(long since) {
        return (now - since) / 1e9;
    }

    @Test
    void withoutRates_theConnectionIsItself() {
        assertSame(pipe.dialler(), paced(0, 0));
    }

    @Test
    void written_takesItsTimeAtEveryRate() throws IOException {
        for (long rate : new long[] {1024, 10_240, 999_424, 50L << 20, 1L << 40}) {
            long start = now;
            longestPause = 0;
            long bytes = Math.min(rate * 3, CAPACITY / 2);
            Connection paced = paced(rate, 0);
            byte[] content = new byte[(int) bytes];
            new Random(rate).nextBytes(content);
            paced.write(content, 0, content.length);
            paced.flush();

            byte[] read = new byte[content.length];
            for (int at = 0; at < read.length; ) {
                at += pipe.listener().read(read, at, read.length - at);
            }
            assertArrayEquals(content, read);
            double expected = (double) bytes / rate;
            assertEquals(expected, seconds(start), 0.101, "rate " + rate);
            assertTrue(longestPause <= SECOND / 10 + 1, "pause " + longestPause);
        }
    }

    @Test
    void ratesThatChange_holdFromThenOn() throws IOException {
        long start = now;
        PacedConnection.Rates rates =
                new PacedConnection.Rates() {
                    @Override
                    public long up() {
                        return now - start < SECOND ? 10_240 : now - start < 3 * SECOND ? 1024 : 0;
                    }

                    @Override
                    public long down() {
                        return 0;
                    }
                };
        Connection paced = PacedConnection.of(pipe.dialler(), rates, () -> now, this::pause);
        paced.write(new byte[10_240 + 2048], 0, 10_240 + 2048);
        assertEquals(2, seconds(start), 0.202);
        paced.write(new byte[1 << 20], 0, 1 << 20);
        assertEquals(3, seconds(start), 0.202);
    }

    @Test
    void read_takesItsTime_andTheOtherWayIsFree() throws IOException {
        long start = now;
        Connection paced = paced(0, 20_480);
        paced.write(new byte[100_000], 0, 100_000);
        assertEquals(start, now);
        pipe.listener().write(new byte[40_960], 0, 40_960);
        pipe.listener().closeOutput();
        byte[] bytes = new byte[40_960];
        int got = 0;
        for (int n = paced.read(bytes, 0, 40_960); n >= 0; n = paced.read(bytes, 0, 40_960)) {
            got += n;
        }
        assertEquals(40_960, got);
        assertEquals(2, seconds(start), 0.101);
        assertEquals(40_960, paced.received());
        assertEquals(100_000, paced.sent());
    }

    @Test
    void timeUnused_isSavedForNoMoreThanABurst() throws IOException {
        Connection paced = paced(10_240, 0);
        paced.write(new byte[1024], 0, 1024);
        now += 3600 * SECOND;
        long start = now;
        paced.write(new byte[20_480], 0, 20_480);
        assertEquals(1.85, seconds(start), 0.101);
    }

    @Test
    void anyMoments_passNoMoreThanRateAndBurst() {
        long seed = Long.getLong("dsync.seed", 7);
        Random random = new Random(seed);
        Pace pace = new Pace(7_168);
        long start = now;
        long passed = 0;
        for (int i = 0; i < 10_000; i++) {
            if (random.nextInt(5) == 0) {
                now += random.nextLong(SECOND / 2);
            }
            now += pace.owed(now);
            int piece = 1 + random.nextInt(pace.pieceBytes());
            pace.pass(piece, now);
            passed += piece;
            double most = 7_168 * (seconds(start) + 0.1) + pace.pieceBytes();
            assertTrue(passed <= most, "seed " + seed + ": " + passed + " > " + most);
        }
    }

    @Test
    void interruptedPause_endsTheWrite() {
        Connection paced =
                PacedConnection.of(
                        pipe.dialler(),
                        1024,
                        0,
                        () -> now,
                        nanos -> {
                            throw new InterruptedException();
                        });
        assertThrows(InterruptedIOException.class, () -> paced.write(new byte[500], 0, 500));
        assertTrue(Thread.interrupted());
    }
}
