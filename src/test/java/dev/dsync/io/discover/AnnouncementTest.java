package dev.dsync.io.discover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.ShareKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DeviceId DESKTOP = new DeviceId(new Digest(1, 2, 3, 4));
    private static final DeviceId LAPTOP = new DeviceId(new Digest(5, 6, 7, 8));
    private static final ShareKey KEY = ShareKey.generate(RANDOM);

    private static ShareMarks marks(ShareKey... keys) {
        return ShareMarks.make(List.of(keys), DESKTOP, RANDOM);
    }

    private static Map<String, byte[]> record(Map<String, String> pairs) {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        pairs.forEach((key, value) -> bytes.put(key, value.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    private static Announcement announcement(ShareMarks marks) {
        return new Announcement("me@desktop", DESKTOP, "0.1.0", marks, OptionalInt.of(482));
    }

    @Test
    void pairs_areReadAsWritten() {
        Announcement said = announcement(marks(KEY));
        assertEquals(Optional.of(said), Announcement.of(record(said.pairs())));
    }

    @Test
    void manyShares_fitIntoPairsAndAPacket() {
        ShareKey[] keys =
                Stream.generate(() -> ShareKey.generate(RANDOM)).limit(40).toArray(ShareKey[]::new);
        Announcement said = announcement(marks(keys));
        int all = 0;
        for (Map.Entry<String, String> pair : said.pairs().entrySet()) {
            int length = pair.getKey().length() + 1 + pair.getValue().length();
            assertTrue(length <= 255, pair::getKey);
            all += 1 + length;
        }
        assertTrue(all < 1000, "bytes: " + all);
        Announcement heard = Announcement.of(record(said.pairs())).orElseThrow();
        assertTrue(heard.marks().hold(keys[31], DESKTOP));
        assertFalse(heard.marks().hold(keys[32], DESKTOP), "no more than 32 are told");
    }

    @Test
    void marks_areKnownToWhoHoldsEitherKey() {
        ShareKey other = ShareKey.generate(RANDOM);
        ShareKey readOnly = KEY.readOnly();
        for (ShareKey announced : List.of(KEY, readOnly)) {
            for (ShareKey held : List.of(KEY, readOnly)) {
                assertTrue(marks(announced).hold(held, DESKTOP));
            }
            assertFalse(marks(announced).hold(other, DESKTOP));
            assertFalse(marks(announced).hold(announced, LAPTOP), "not as another device's");
        }
    }

    @Test
    void marksOfTheSameShare_lookDifferentEachTime() {
        Map<String, String> one = marks(KEY).pairs();
        Map<String, String> other = marks(KEY).pairs();
        assertFalse(one.equals(other));
        assertFalse(one.containsValue(other.getOrDefault("m0", "")));
    }

    @Test
    void whatIsNoneOfOurs_isPassedOver() {
        Map<String, String> good = announcement(marks(KEY)).pairs();
        String[][] spoilt = {
            {"v", "2"},
            {"name", ""},
            {"name", "a\u001b[31m"},
            {"name", "x".repeat(129)},
            {"id", "ABCDEFG"},
            {"dsync", "9".repeat(33)},
            {"salt", "AAAA"},
            {"salt", "?"},
            {"m0", "%%%%"},
            {"pair", "-1"},
            {"pair", "1234567"}
        };
        for (String[] one : spoilt) {
            Map<String, String> pairs = new LinkedHashMap<>(good);
            pairs.put(one[0], one[1]);
            assertEquals(Optional.empty(), Announcement.of(record(pairs)), String.join("=", one));
        }
        assertEquals(Optional.empty(), Announcement.of(Map.of()));
    }
}
