package dev.dsync.core.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapeTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "61, a",
                "c3a4, ä",
                "f09f9880, 😀",
                "0a, \\#012",
                "1b5b316d, \\#033[1m",
                "7f, \\#177",
                "610962, a\tb",
                "ff, \\#377",
                "61ff62, a\\#377b",
                "c328, \\#303(",
                "c285, \\#302\\#205",
                "e280ae, \\#342\\#200\\#256",
                "5c, \\",
                "5c23303132, \\#134#012",
                "5c233031, \\#01",
                "5c23306131, \\#0a1",
                "f4908080, \\#364\\#220\\#200\\#200",
                "eda080, \\#355\\#240\\#200",
                "e282, \\#342\\#202",
            })
    void bytes_printable(String hex, String printed) {
        assertEquals(printed, Escape.path(HexFormat.of().parseHex(hex)));
    }

    @ParameterizedTest
    @CsvSource({"plain, plain", "a\u0007b, a\\#007b"})
    void text_printableByTheSameRule(String text, String printed) {
        assertEquals(printed, Escape.text(text));
        assertEquals(printed, Escape.path(text.getBytes(StandardCharsets.UTF_8)));
    }
}
