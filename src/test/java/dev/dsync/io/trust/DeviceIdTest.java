package dev.dsync.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeviceIdTest {
    private static final String EXPECTED =
            "AERUKZ4-JVPG677-W4XKMHM-VBSCD77-7777777-777YAAA-AAAAAAA-AAQEOGC";

    private static final DeviceId ID =
            new DeviceId(new Digest(0x0123456789abcdefL, 0xfedcba9876543210L, -1, 1));

    @Test
    void printed_isEightGroupsOfSeven() {
        assertTrue(ID.toString().matches("([A-Z2-7]{7}-){7}[A-Z2-7]{7}"), ID.toString());
        // base32 of the digest, then of the SHA-256 of "dsync device id" and the digest
        assertEquals(EXPECTED, ID.toString());
        assertEquals(EXPECTED.substring(0, 7), ID.shortForm());
    }

    @Test
    void parsed_whatWasPrinted() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            DeviceId id =
                    new DeviceId(
                            new Digest(
                                    random.nextLong(),
                                    random.nextLong(),
                                    random.nextLong(),
                                    random.nextLong()));
            assertEquals(Optional.of(id), DeviceId.parse(id.toString()));
        }
    }

    @Test
    void parsed_inAnyCaseWithAnyGroups() {
        String text = ID.toString();
        assertEquals(Optional.of(ID), DeviceId.parse(text.toLowerCase(Locale.ROOT)));
        assertEquals(Optional.of(ID), DeviceId.parse(text.replace("-", "")));
        assertEquals(Optional.of(ID), DeviceId.parse(text.replace('-', ' ')));
        String misread = text.replace('O', '0').replace('I', '1').replace('B', '8');
        assertEquals(Optional.of(ID), DeviceId.parse(misread));
    }

    @Test
    void anyOneDigitChanged_isRefused() {
        String digits = ID.toString().replace("-", "");
        for (int at = 0; at < digits.length(); at++) {
            for (char other : "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".toCharArray()) {
                if (digits.charAt(at) != other) {
                    String wrong = digits.substring(0, at) + other + digits.substring(at + 1);
                    assertEquals(Optional.empty(), DeviceId.parse(wrong), wrong);
                }
            }
        }
    }

    @Test
    void otherText_isRefused() {
        String text = ID.toString();
        for (String wrong :
                new String[] {
                    "", "-", text + "A", text.substring(1), text + "!", "9" + text, "Ä"
                }) {
            assertEquals(Optional.empty(), DeviceId.parse(wrong), wrong);
        }
    }
}
