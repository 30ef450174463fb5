package dev.dsync.app.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;

/** What a check is expected to find. */
final class Looked {
    private Looked() {}

    /** One thing, which is as it should be. */
    static void assertOk(String text, Check check) throws IOException {
        assertEquals(List.of(Finding.ok(text)), check.look());
    }

    /** One thing that is wrong, what is so and what mends it. */
    static void assertWrong(String text, String command, Check check) throws IOException {
        assertOne(Finding.Level.WRONG, text, command, check);
    }

    /** One thing to note. */
    static void assertNote(String text, String command, Check check) throws IOException {
        assertOne(Finding.Level.NOTE, text, command, check);
    }

    private static void assertOne(Finding.Level level, String text, String command, Check check)
            throws IOException {
        List<String> expected = List.of(level + " " + text + " $ " + command);
        assertEquals(expected, check.look().stream().map(Looked::line).toList());
    }

    private static String line(Finding finding) {
        return finding.level() + " " + finding.text() + " $ " + finding.command();
    }
}
