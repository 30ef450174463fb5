package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "photo.jpg|photo.jpg",
                "ü 漢字 \uD83D\uDE00|ü 漢字 \uD83D\uDE00",
                ".bashrc|_bashrc",
                "-rf|_rf",
                "..\\x|_._x",
                "a\\b:c*d?e\"f<g>h|a_b_c_d_e_f_g_h",
                "exe.\u202egpj|exe._gpj",
                "a\tb|a_b",
                "CON|_CON",
                "nul.txt|_nul.txt",
                "COM1|_COM1",
                "lpt9.tar.gz|_lpt9.tar.gz",
                "COMMON|COMMON",
                "com10|com10",
                "end. .|end_",
                "...|_",
            })
    void name_becomes(String given, String safe) {
        assertEquals(Optional.of(Name.literal(safe)), SafeName.of(Name.literal(given)));
    }

    @Test
    void longName_keepsItsSuffix() {
        String safe = SafeName.of(Name.literal("é".repeat(120) + ".jpeg")).orElseThrow().toString();
        assertTrue(safe.endsWith("é.jpeg") && safe.startsWith("éé"), safe);
        assertTrue(safe.getBytes(StandardCharsets.UTF_8).length <= 200);
    }

    @Test
    void whatIsNoText_isNoName() throws IllegalNameException {
        assertEquals(Optional.empty(), SafeName.of(Name.of(new byte[] {(byte) 0xff})));
    }
}
