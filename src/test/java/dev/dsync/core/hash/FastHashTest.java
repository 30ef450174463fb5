package dev.dsync.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XXH3-64 against the values its reference implementation checks itself with. */
class FastHashTest {
    static final long PRIME32 = 2654435761L;
    static final long PRIME64 = 0x9E3779B185EBCA8DL;

    /** The bytes the reference implementation checks itself with. */
    static byte[] reference(int length) {
        byte[] bytes = new byte[length];
        long generator = PRIME32;
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (generator >>> 56);
            generator *= PRIME64;
        }
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2D06800538D394C2, A8A6B918B2F0364A",
        "1, C44BDFF4074EECDB, 032BE332DD766EF8",
        "6, 27B56A84CD2D7325, 84589C116AB59AB9",
        "12, A713DAF0DFBB77E7, E7303E1B2336DE0E",
        "24, A3FE70BF9D3510EB, 850E80FC35BDD690",
        "48, 397DA259ECBA1F11, ADC2CBAA44ACC616",
        "80, BCDEFBBB2C47C90A, C6DD0CB699532E73",
        "195, CD94217EE362EC3A, BA68003D370CB3D9",
        "403, CDEB804D65C6DEA4, 6259F6ECFD6443FD",
        "512, 617E49599013CB6B, 3CE457DE14C27708",
        "2048, DD59E2C3A5F038E0, 66F81670669ABABC",
    })
    void referenceBytes_referenceHash(int length, String unseeded, String seeded) {
        byte[] bytes = reference(length + 3);
        System.arraycopy(reference(length), 0, bytes, 2, length);
        assertEquals(
                Long.parseUnsignedLong(unseeded, 16), FastHash.seeded(0).hash(bytes, 2, length));
        assertEquals(
                Long.parseUnsignedLong(seeded, 16),
                FastHash.seeded(PRIME64).hash(bytes, 2, length));
    }
}
