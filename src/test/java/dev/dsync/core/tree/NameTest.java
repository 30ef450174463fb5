package dev.dsync.core.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "...", "..a", ".a", " ", "\n", "-rf", "a\\b", "ä", "\u007f"})
    void whatAKernelTakes_isAName(String name) throws IllegalNameException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        assertEquals(Name.literal(name), Name.of(bytes));
        assertEquals(bytes.length, Name.of(bytes).length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "/", "a/b", "a/", "\0", "a\0"})
    void whatAKernelDoesNotTake_refused(String name) {
        assertThrows(
                IllegalNameException.class, () -> Name.of(name.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void everySingleByte_isANameButSlashDotAndNul() throws IllegalNameException {
        for (int b = 0; b < 256; b++) {
            byte[] bytes = {(byte) b};
            if (b == 0 || b == '/' || b == '.') {
                assertThrows(IllegalNameException.class, () -> Name.of(bytes));
            } else {
                assertEquals((byte) b, Name.of(bytes).bytes()[0]);
            }
        }
    }

    @Test
    void order_byUnsignedBytes() throws IllegalNameException {
        assertTrue(Name.of(new byte[] {(byte) 0x80}).compareTo(Name.literal("z")) > 0);
        assertTrue(Name.literal("a").compareTo(Name.literal("a\u0001")) < 0);
    }

    @Test
    void prefix_comparedWithoutAsciiCase() {
        assertTrue(Name.literal(".DSync-x").startsWithIgnoringCase(".dsync-"));
        assertFalse(Name.literal(".dsyn").startsWithIgnoringCase(".dsync"));
        assertFalse(Name.literal("[dsync").startsWithIgnoringCase("{dsync"));
    }
}
