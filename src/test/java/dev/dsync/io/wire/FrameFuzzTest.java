package dev.dsync.io.wire;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.dsync.io.codec.CompressionPolicy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frames that were damaged: they mean something else or are refused, and cost no more than their
 * size allows.
 */
class FrameFuzzTest {
    /** A small frame may declare a decompressed payload of the greatest size, once. */
    private static final long ALLOCATED_MAX = Limits.PAYLOAD_MAX + (1 << 20);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<Class<?>> types() {
        return FrameRoundTripTest.types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void damagedFrames_areRefusedOrMeanSomethingElse(Class<?> type) {
        damage(type, 100);
    }

    @ParameterizedTest
    @MethodSource("types")
    @Tag("slow")
    void manyDamagedFrames_areRefusedOrMeanSomethingElse(Class<?> type) {
        damage(type, 20_000);
    }

    private static void damage(Class<?> type, int rounds) {
        for (long seed = 0; seed < rounds; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Message message = new MessageGenerator(random).message(type);
            CompressionPolicy policy =
                    random.nextBoolean()
                            ? new CompressionPolicy.None()
                            : new CompressionPolicy.Fixed(1);
            byte[] frame = damage(Frames.write(policy, message), random);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            readAll(frame, type + ", seed " + seed);
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < ALLOCATED_MAX, () -> type + " allocated " + allocated);
        }
    }

    private static void readAll(byte[] frames, String what) {
        try (FrameReader reader = Frames.reader(frames)) {
            for (int got = 0; reader.read() != null; got++) {
                assertTrue(got <= frames.length / Limits.HEADER_BYTES, what);
            }
        } catch (ProtocolException e) {
            assertNotNull(e.getMessage(), what);
        } catch (IOException | RuntimeException e) {
            throw new AssertionError(what, e);
        }
    }

    private static byte[] damage(byte[] frame, SplittableRandom random) {
        byte[] damaged =
                random.nextInt(8) == 0
                        ? Frames.cut(frame, random.nextInt(frame.length))
                        : frame.clone();
        // half of the time the header stays, so that the damage is in what the header promises
        int from = random.nextBoolean() ? 0 : Limits.HEADER_BYTES;
        for (int i = random.nextInt(4); i >= 0 && damaged.length > from; i--) {
            int at = random.nextInt(from, damaged.length);
            damaged[at] =
                    switch (random.nextInt(4)) {
                        case 0 -> (byte) 0xff;
                        case 1 -> 0;
                        case 2 -> (byte) (damaged[at] ^ 1 << random.nextInt(8));
                        default -> (byte) random.nextInt(256);
                    };
        }
        return damaged;
    }
}
