package dev.dsync.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XXH3-128 against the values its reference implementation checks itself with. */
class FastHash128Test {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 6001C324468D497F, 99AA06D3014798D8",
        "0, 32, 5444F7869C671AB0, 92220AE55E14AB50",
        "1, 0, C44BDFF4074EECDB, A6CD5E9392000F6A",
        "1, 32, B53D5557E7F76F8D, 89B99554BA22467C",
        "6, 0, 3E7039BDDA43CFC6, 082AFE0B8162D12A",
        "6, 32, 269D8F70BE98856E, 5A865B5389ABD2B1",
        "12, 0, 061A192713F69AD9, 6E3EFD8FC7802B18",
        "12, 32, 9BE9F9A67F3C7DFB, D7E09D518A3405D3",
        "24, 0, 1E7044D28B1B901D, 0CE966E4678D3761",
        "24, 32, D7304C54EBAD40A9, 3162026714A6A243",
        "48, 0, F942219AED80F67B, A002AC4E5478227E",
        "48, 32, 7BA3C3E453A1934E, 163ADDE36C072295",
        "81, 0, 5E8BAFB9F95FB803, 4952F58181AB0042",
        "81, 32, 703FBB3D7A5F755C, 2724EC7ADC750FB6",
        "222, 0, F1AEBD597CEC6B3A, 337E09641B948717",
        "222, 32, AE995BB8AF917A8D, 91820016621E97F1",
        "403, 0, CDEB804D65C6DEA4, 1B6DE21E332DD73D",
        "403, 64, 6259F6ECFD6443FD, BED311971E0BE8F2",
        "512, 0, 617E49599013CB6B, 18D2D110DCC9BCA1",
        "512, 64, 3CE457DE14C27708, 925D06B8EC5B8040",
        "2048, 0, DD59E2C3A5F038E0, F736557FD47073A5",
        "2048, 32, 230D43F30206260B, 7FB03F7E7186C3EA",
        "2240, 0, 6E73A90539CF2948, CCB134FBFA7CE49D",
        "2240, 32, ED385111126FBA6F, 50A1FE17B338995F",
        "2367, 0, CB37AEB9E5D361ED, E89C0F6FF369B427",
        "2367, 32, 6F5360AE69C2F406, D23AAE4B76C31ECB",
    })
    void referenceBytes_referenceHash(int length, int prime, String low, String high) {
        byte[] bytes = FastHashTest.reference(length + 3);
        System.arraycopy(FastHashTest.reference(length), 0, bytes, 2, length);
        long seed =
                switch (prime) {
                    case 32 -> FastHashTest.PRIME32;
                    case 64 -> FastHashTest.PRIME64;
                    default -> 0;
                };
        FastHash128 fastHash = new FastHash128(seed);
        fastHash.take(bytes, 2, length);
        assertEquals(Long.parseUnsignedLong(low, 16), fastHash.low());
        assertEquals(Long.parseUnsignedLong(high, 16), fastHash.high());
    }

    @Test
    void otherHalf_isAnotherHash() {
        FastHash128 fastHash = new FastHash128(1);
        fastHash.take(new byte[9], 0, 9);
        long high = fastHash.high();
        long low = fastHash.low();
        assertTrue(fastHash.is(high, low));
        assertFalse(fastHash.is(high, low + 1));
        assertFalse(fastHash.is(high + 1, low));
        fastHash.take(new byte[9], 0, 8);
        assertFalse(fastHash.is(high, low));
    }
}
