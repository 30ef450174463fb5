package dev.dsync.io.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.io.codec.CompressionPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
    /** What a message has besides its parts. */
    private static final int BESIDES = 16;

    private static final CompressionPolicy NONE = new CompressionPolicy.None();

    private static Message data(int bytes) {
        return new Message.Data(List.of(new Segment.Bytes(0, new Slice(new byte[bytes]))));
    }

    @Test
    void messageOverItsLimit_isABugOfTheSender() {
        // a count, a segment's byte, a file, a length of four bytes
        int most = Limits.PAYLOAD_MAX - 7;
        assertEquals(
                Limits.HEADER_BYTES + Limits.PAYLOAD_MAX, Frames.write(NONE, data(most)).length);
        refused(data(most + 1));
        refused(data(2 * Limits.PAYLOAD_MAX));
        refused(new Message.Hello(1, 1, "m".repeat(Limits.SMALL_PAYLOAD_MAX), null));
        refused(
                new Message.Data(
                        Collections.nCopies(Limits.PARTS_MAX + 1, new Segment.Zeros(0, 1))));
        refused(new Message.Data(List.of(new Segment.Zeros(-1, 1))));
        refused(new Message.Data(List.of(new Segment.Zeros(0, -1))));
    }

    private static void refused(Message message) {
        assertThrows(IllegalArgumentException.class, () -> Frames.write(NONE, message));
    }

    @Test
    void afterARefusedMessage_theNextIsWhole() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FrameWriter writer = new FrameWriter(out, CompressionPolicy.standard())) {
            assertThrows(
                    IllegalArgumentException.class, () -> writer.write(data(Limits.PAYLOAD_MAX)));
            assertEquals(0, out.size());
            writer.write(data(100_000));
            writer.policy(NONE);
            assertTrue(out.size() < 1000);
            writer.write(data(100_000));
            assertTrue(out.size() > 100_000);
        }
        try (FrameReader reader = new FrameReader(new ByteArrayInputStream(out.toByteArray()))) {
            reader.acceptHello();
            assertEquals(data(100_000), reader.read());
            assertEquals(data(100_000), reader.read());
        }
    }

    @Test
    void fullestMessage_isRead() throws IOException {
        Segment end = new Segment.End(Integer.MAX_VALUE, new Digest(1, 2, 3, 4));
        Message most = new Message.Data(Collections.nCopies(Limits.PARTS_MAX, end));
        assertTrue(Limits.PARTS_MAX * (long) PartSize.of(end) <= Limits.PAYLOAD_MAX - BESIDES);
        assertEquals(most, Frames.read(Frames.write(NONE, most)));
    }

    @Test
    void partSizes_areNeverTooSmall() {
        for (long seed = 0; seed < 500; seed++) {
            MessageGenerator messages = new MessageGenerator(new SplittableRandom(seed));
            check(messages.message(Message.Data.class), seed);
            check(messages.message(Message.Fetch.class), seed);
            check(messages.message(Message.ManifestRequest.class), seed);
            check(messages.message(Message.Manifests.class), seed);
            check(messages.message(Message.Report.class), seed);
            check(messages.message(Message.Pages.class), seed);
            check(messages.message(Message.PageAnswers.class), seed);
            check(messages.message(Message.PageRequests.class), seed);
        }
    }

    private static void check(Message message, long seed) {
        int told =
                switch (message) {
                    case Message.Data data -> data.segments().stream().mapToInt(PartSize::of).sum();
                    case Message.Fetch fetch ->
                            fetch.wishes().stream().mapToInt(PartSize::of).sum();
                    case Message.ManifestRequest asked ->
                            asked.queries().stream().mapToInt(PartSize::of).sum();
                    case Message.Manifests manifests ->
                            manifests.answers().stream().mapToInt(PartSize::of).sum();
                    case Message.Report report ->
                            report.items().stream().mapToInt(PartSize::of).sum();
                    case Message.Pages pages -> pages.pages().stream().mapToInt(PartSize::of).sum();
                    case Message.PageAnswers answers ->
                            answers.answers().stream().mapToInt(PartSize::of).sum();
                    case Message.PageRequests requests ->
                            requests.requests().size() * PartSize.ofPageRequest();
                    case Message other -> throw new AssertionError(other);
                };
        int written = Frames.write(NONE, message).length - Limits.HEADER_BYTES;
        assertTrue(written <= told + BESIDES, () -> "seed " + seed + ": " + written + " > " + told);
    }

    @Test
    void versions_meetWhereBothKnowOne() {
        assertEquals(1, FormatVersions.agreed(new Message.Hello(1, 1, "", null)));
        assertEquals(1, FormatVersions.agreed(new Message.Hello(1, 9, "", null)));
        assertEquals(0, FormatVersions.agreed(new Message.Hello(2, 9, "", null)));
    }
}
