package dev.dsync.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pieces of a content as one digest. */
class PieceHashTest {
    private static PieceHash bytes(PieceHash hash, String text) {
        byte[] bytes = ("-" + text).getBytes(StandardCharsets.UTF_8);
        return hash.bytes(bytes, 1, bytes.length - 1);
    }

    @Test
    void nothing_isTheDigestOfNothing() {
        assertEquals(new Sha256().finish(), new PieceHash().finish());
    }

    @Test
    void pieces_areHashedAsKindLengthAndBytes() {
        byte[] form = HexFormat.of().parseHex("01000000000000000261620200000000000003e8");
        assertEquals(Sha256.of(form), bytes(new PieceHash(), "ab").zeros(1000).finish());
    }

    /** All contents of up to three pieces out of these. */
    @Test
    void differentPieces_haveDifferentDigests() {
        Map<Digest, String> seen = new HashMap<>();
        int kinds = 4;
        for (int pieces = 0; pieces <= 3; pieces++) {
            for (int number = 0; number < Math.pow(kinds, pieces); number++) {
                PieceHash hash = new PieceHash();
                StringBuilder name = new StringBuilder();
                for (int at = 0, rest = number; at < pieces; at++, rest /= kinds) {
                    name.append(rest % kinds);
                    switch (rest % kinds) {
                        case 0 -> bytes(hash, "a");
                        case 1 -> bytes(hash, "aa");
                        case 2 -> hash.zeros(1);
                        case 3 -> hash.zeros(2);
                        default -> throw new AssertionError();
                    }
                }
                String other = seen.put(hash.finish(), name.toString());
                assertEquals(null, other, name + " and " + other);
            }
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.SECONDS)
    void hugeRunOfZeros_costsNoMoreThanASmallOne() {
        PieceHash hash = new PieceHash();
        for (int i = 0; i < 1000; i++) {
            hash.zeros(Long.MAX_VALUE);
        }
        assertNotEquals(new PieceHash().finish(), hash.finish());
    }
}
