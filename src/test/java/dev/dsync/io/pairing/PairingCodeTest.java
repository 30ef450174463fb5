package dev.dsync.io.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PairingCodeTest {
    @Test
    void words_areToldApartByTheirFirstFourLetters() {
        Set<String> beginnings =
                PairingCode.list().stream()
                        .map(word -> word.substring(0, Math.min(4, word.length())))
                        .collect(Collectors.toSet());
        assertEquals(1024, PairingCode.list().size());
        assertEquals(1024, beginnings.size());
        assertTrue(PairingCode.list().stream().allMatch(word -> word.matches("[a-z]{3,8}")));
    }

    @Test
    void words_areNotOneSlipApart() {
        List<String> words = PairingCode.list();
        for (String one : words) {
            for (String other : words) {
                assertFalse(
                        one.length() == other.length() && differences(one, other) == 1,
                        () -> one + " " + other);
            }
        }
    }

    private static int differences(String one, String other) {
        int count = 0;
        for (int i = 0; i < one.length(); i++) {
            count += one.charAt(i) == other.charAt(i) ? 0 : 1;
        }
        return count;
    }

    @Test
    void code_isReadAsItIsTyped() throws Exception {
        PairingCode code = new PairingCode(OptionalInt.of(482), List.of("pepper", "velvet", "zoo"));
        for (String typed :
                new String[] {
                    "482 pepper velvet zoo",
                    " 482-PEPPER-Velvet-zoo \r",
                    "482, pepp, velvets, zoo",
                    code.text()
                }) {
            assertEquals(code, PairingCode.parse(typed), typed);
        }
        assertEquals(OptionalInt.empty(), PairingCode.parse("pepper velvet zoo").channel());
    }

    @Test
    void whatIsNoCode_isRefused() {
        for (String typed : new String[] {"", "482", "pepper velvet", "1 pepper velvet zoo acid"}) {
            assertEquals(
                    "",
                    assertThrows(
                                    PairingCode.MalformedException.class,
                                    () -> PairingCode.parse(typed),
                                    typed)
                            .word());
        }
        assertEquals(
                "apfel",
                assertThrows(
                                PairingCode.MalformedException.class,
                                () -> PairingCode.parse("482 apfel velvet zoo"))
                        .word());
    }

    @Test
    void madeCode_isOfTheListAndPrintsNothing() throws Exception {
        PairingCode code = PairingCode.make(new SecureRandom());
        assertTrue(PairingCode.list().containsAll(code.words()));
        assertEquals(code, PairingCode.parse(code.text()));
        assertFalse(code.toString().contains(code.words().getFirst()));
    }
}
