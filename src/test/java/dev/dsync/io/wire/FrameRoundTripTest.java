package dev.dsync.io.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.io.codec.CompressionPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameRoundTripTest {
    private static final List<CompressionPolicy> POLICIES =
            List.of(
                    new CompressionPolicy.None(),
                    new CompressionPolicy.Fixed(1),
                    new CompressionPolicy.Fixed(19),
                    CompressionPolicy.standard());

    static Stream<Class<?>> types() {
        return Arrays.stream(Message.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyMessage_comesBackAsItWas(Class<?> type) throws IOException {
        for (long seed = 0; seed < 40; seed++) {
            Message message = new MessageGenerator(new SplittableRandom(seed)).message(type);
            for (CompressionPolicy policy : POLICIES) {
                byte[] frame = Frames.write(policy, message);
                Message back = Frames.read(frame);
                String what = "seed " + seed + ", " + policy;
                assertNotNull(back, what);
                assertEquals(Frames.comparable(message), Frames.comparable(back), what);
            }
        }
    }

    @Test
    void oneMessage_hasOneEncoding() {
        types().forEach(
                        type -> {
                            Message one =
                                    new MessageGenerator(new SplittableRandom(5)).message(type);
                            Message same =
                                    new MessageGenerator(new SplittableRandom(5)).message(type);
                            CompressionPolicy none = new CompressionPolicy.None();
                            assertEquals(
                                    List.of(boxed(Frames.write(none, one))),
                                    List.of(boxed(Frames.write(none, same))));
                        });
    }

    private static String boxed(byte[] bytes) {
        return Arrays.toString(bytes);
    }

    @Test
    void manyMessages_areReadInOrder() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FrameWriter writer = new FrameWriter(out, CompressionPolicy.standard())) {
            for (int i = 0; i < 100; i++) {
                writer.write(new Message.Ping(i));
                writer.write(data(new byte[i * 100]));
            }
        }
        try (FrameReader reader = new FrameReader(new ByteArrayInputStream(out.toByteArray()))) {
            reader.acceptHello();
            for (int i = 0; i < 100; i++) {
                assertEquals(new Message.Ping(i), reader.read());
                assertEquals(data(new byte[i * 100]), reader.read());
            }
            assertNull(reader.read());
        }
    }

    private static Message data(byte[] bytes) {
        return new Message.Data(List.of(new Segment.Bytes(3, new Slice(bytes))));
    }

    @Test
    void segmentsOfOneFrame_shareItsArray() throws IOException {
        Message data =
                new Message.Data(
                        List.of(
                                new Segment.Bytes(0, new Slice(new byte[1000])),
                                new Segment.End(0, new Digest(1, 2, 3, 4)),
                                new Segment.Bytes(1, new Slice(new byte[1000]))));
        Message.Data back =
                (Message.Data) Frames.read(Frames.write(new CompressionPolicy.None(), data));
        assertNotNull(back);
        assertSame(
                ((Segment.Bytes) back.segments().get(0)).bytes().array(),
                ((Segment.Bytes) back.segments().get(2)).bytes().array());
    }

    @Test
    void whatShrinks_travelsCompressedAndTheRestDoesNot() {
        CompressionPolicy adaptive = CompressionPolicy.standard();
        byte[] noise = new byte[1 << 20];
        new SplittableRandom(1).nextBytes(noise);
        assertEquals(FrameType.DATA.id(), Frames.write(adaptive, data(noise))[4]);
        byte[] zeros = Frames.write(adaptive, data(new byte[1 << 20]));
        assertEquals((byte) (FrameType.DATA.id() | FrameType.COMPRESSED), zeros[4]);
        assertTrue(zeros.length < 200);
        assertEquals(
                FrameType.DATA.id(),
                Frames.write(new CompressionPolicy.None(), data(new byte[1 << 20]))[4]);
        assertEquals(FrameType.DATA.id(), Frames.write(adaptive, data(new byte[100]))[4]);
        Message.Refuse refuse = new Message.Refuse(Message.Reason.INTERNAL, "x".repeat(2000));
        assertEquals(FrameType.REFUSE.id(), Frames.write(adaptive, refuse)[4]);
    }

    @Test
    void textForPeople_isCutBeforeACharacter() throws IOException {
        String detail = "x" + "€".repeat(2000);
        Message back =
                Frames.read(
                        Frames.write(
                                new CompressionPolicy.None(),
                                new Message.Refuse(Message.Reason.INTERNAL, detail)));
        assertEquals(
                new Message.Refuse(Message.Reason.INTERNAL, "x" + "€".repeat(681) + "…"), back);
    }
}
