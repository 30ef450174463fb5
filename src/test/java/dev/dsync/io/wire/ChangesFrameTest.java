package dev.dsync.io.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of records that are not in their one form. */
final class ChangesFrameTest {
    private static Message read(String payload) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(payload.replace(" ", ""));
        Message message = Frames.read(Frames.frame(FrameType.CHANGES.id(), bytes));
        if (message == null) {
            throw new AssertionError("no message");
        }
        return message;
    }

    @ParameterizedTest
    @CsvSource({
        "02 01 00, known",
        "01 02 00, last",
        "00 00 00, changes", // not known, and more to come
        "00 01 01 01 00 01 61, changes", // not known, and yet told
        "01 00 00, changes", // none, and more to come
        "01 01 01 03 00 01 61, changes", // no such change
        "01 01 01 01 00 00, changes.path", // the root is gone
        "01 01 01 01 01 01 61, changes.path", // shares with nothing
        "01 01 01 01 00 03 61 2f 2f, changes.path", // no path
        "01 01 02 01 00 01 61 01 00 01 62 00, end",
        "01 01 02 01 00 01 62 01 00 01 61, changes.path", // out of order
        "01 01 02 01 00 01 61 01 01 00, changes.path", // the same again
        "01 01 02 01 00 02 61 62 01 00 02 61 63, changes.path", // shares more than it says
        "01 01 02 01 00 02 61 62 01 03 01 63, changes.path", // shares more than there is
        "01 01 01 02 00 01 61 ff ff ff ff ff ff ff ff ff 01 00, changes.size",
        "01 01 01 02 00 01 61 00 02 61, changes.entry",
        "01 01 01 02 00 01 61 00 81 40, changes.entry", // over 8 KiB
        "01 01 05 01 00 01 61, changes" // fewer than it says
    })
    void anotherForm_isRefusedByField(String payload, String field) {
        MalformedFrameException refused =
                assertThrows(MalformedFrameException.class, () -> read(payload));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("Changes." + field + ": "), message);
    }

    @Test
    void paths_areSpelledBelowTheOneBefore() throws IOException {
        Message.Changes changes =
                (Message.Changes) read("01 00 02 02 00 03 61 2f 62 05 01 78 01 02 02 63 64");
        assertEquals(
                "[a/b, a/cd]",
                changes.changes().stream().map(RecordChange::path).toList().toString());
    }
}
