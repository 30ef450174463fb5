package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodePromptTest {
    private static final String ASKED = "the code the other machine shows: ";

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private CodePrompt prompt(String typed, boolean isTerminal) {
        Console console =
                new Console(
                        new ByteArrayOutputStream(),
                        err,
                        Map.of(),
                        0,
                        System::nanoTime,
                        new Cancellation());
        byte[] bytes = typed.getBytes(StandardCharsets.UTF_8);
        return new CodePrompt(new ByteArrayInputStream(bytes), console, isTerminal);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void pipe_isReadInSilence_once() throws Exception {
        assertEquals(
                List.of("acid", "zinc", "zoo"), prompt("7 acid zinc zoo", false).ask().words());
        CodePrompt slip = prompt("acid zinc zo\nacid zinc zoo\n", false);
        UsageException told = assertThrows(UsageException.class, slip::ask);
        assertEquals(
                "that is no code: 'zo' is none of its words; did you mean zoo?", told.getMessage());
        assertEquals("", said());
    }

    @Test
    void terminal_isAskedAgain() throws Exception {
        CodePrompt prompt = prompt("acid zinc zo\n\nacid zinc zoo\n", true);
        assertEquals(List.of("acid", "zinc", "zoo"), prompt.ask().words());
        assertEquals(
                ASKED
                        + "dsync: that is no code: 'zo' is none of its words; did you mean zoo?\n"
                        + ASKED
                        + "dsync: that is no code; give the number and the three words, or the"
                        + " words alone\n"
                        + ASKED,
                said());
    }

    @Test
    void terminalThatEnds_isNotAskedForEver() {
        assertThrows(UsageException.class, prompt("", true)::ask);
        assertTrue(said().endsWith(ASKED));
    }
}
