package dev.dsync.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShareKeysTest {
    private static final String DIGITS =
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final ShareName MUSIC = new ShareName("music");

    private final MemoryFiles files = new MemoryFiles();
    private final ShareKeys keys = new ShareKeys(files);

    @Test
    void created_isFound() throws Exception {
        ShareKey key = keys.create(MUSIC, new SecureRandom());
        assertEquals(Optional.of(key), keys.find(MUSIC));
        assertEquals("/home/u/.config/dsync/keys/music.key", keys.location(MUSIC));
        assertEquals(Optional.empty(), keys.find(new ShareName("other")));
    }

    @Test
    void existing_isNotReplaced() throws Exception {
        ShareKey key = keys.create(MUSIC, new SecureRandom());
        KeyFileException failure =
                assertThrows(KeyFileException.class, () -> keys.create(MUSIC, new SecureRandom()));
        assertEquals(KeyFileException.Reason.EXISTS, failure.reason());
        assertEquals(Optional.of(key), keys.find(MUSIC));
    }

    @Test
    void file_is64DigitsAndALineEnd() throws Exception {
        keys.store(MUSIC, ShareKey.parse(DIGITS).orElseThrow());
        String line =
                new String(
                        Optional.ofNullable(files.contents.get("keys/music.key")).orElseThrow(),
                        StandardCharsets.US_ASCII);
        assertEquals(DIGITS + "\n", line);
    }

    @Test
    void digits_areReadInBothCasesWithSpaceAround() {
        ShareKey key = ShareKey.parse(DIGITS).orElseThrow();
        assertEquals(Optional.of(key), ShareKey.parse(DIGITS.toUpperCase(Locale.ROOT)));
        assertEquals(Optional.of(key), ShareKey.parse(" " + DIGITS + "\r\n\n"));
        assertEquals(DIGITS, key.revealed());
    }

    @Test
    void otherContent_isRefusedWithoutQuotingIt() {
        for (String content :
                new String[] {
                    "",
                    DIGITS.substring(1),
                    DIGITS + "0",
                    DIGITS.replace('0', 'g'),
                    DIGITS.substring(0, 32) + " " + DIGITS.substring(32),
                    DIGITS.replace('0', '٠')
                }) {
            files.contents.put("keys/music.key", content.getBytes(StandardCharsets.UTF_8));
            KeyFileException failure =
                    assertThrows(KeyFileException.class, () -> keys.find(MUSIC), content);
            assertEquals(KeyFileException.Reason.MALFORMED, failure.reason());
            assertEquals("MALFORMED /home/u/.config/dsync/keys/music.key", failure.getMessage());
        }
    }

    @Test
    void readOnlyKey_isDerivedOneWay() {
        ShareKey key = ShareKey.parse(DIGITS).orElseThrow();
        // HMAC-SHA256(key, "dsync/1 read-only"), computed with another implementation
        assertEquals(
                "ro:d0956a43082de160fb404dd0cbbec03f28b748224d53101fd485c5c5bfa18048",
                key.readOnly().revealed());
        assertNotEquals(key.readOnly(), key.readOnly().readOnly());
        assertNotEquals(key, key.readOnly());
    }

    @Test
    void readOnlyKey_isMarkedWhereItIsKept() throws Exception {
        ShareKey key = ShareKey.parse(DIGITS).orElseThrow();
        keys.store(MUSIC, key.readOnly());
        assertEquals(Optional.of(key.readOnly()), keys.find(MUSIC));
        assertTrue(keys.find(MUSIC).orElseThrow().onlyReads());
        assertFalse(key.onlyReads());
        assertEquals(Optional.empty(), ShareKey.parse("ro: " + DIGITS));
        assertEquals(Optional.empty(), ShareKey.parse("ro:ro:" + DIGITS));
    }

    @Test
    void printed_saysNothingOfTheSecret() {
        ShareKey key = ShareKey.parse(DIGITS).orElseThrow();
        assertFalse(key.toString().contains("0"));
    }
}
