package dev.dsync.io.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionGateTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final Map<String, Integer> progress = new HashMap<>();
    private final Random random = new Random(1);
    private final AdmissionGate<String> gate = gate(2, 4);

    private AdmissionGate<String> gate(int perNetwork, int total) {
        return new AdmissionGate<>(
                new AdmissionGate.Limits(perNetwork, total, Duration.ofNanos(10)),
                clock::get,
                guest -> progress.getOrDefault(guest, 0),
                random);
    }

    @Test
    void oneTooManyOfANetwork_dropsOneOfIt() throws Exception {
        assertEquals(List.of(), gate.admit(ip("10.0.0.1"), "a"));
        assertEquals(List.of(), gate.admit(ip("10.0.1.1"), "b"));
        assertEquals(List.of(), gate.admit(ip("10.0.0.255"), "c"));
        String first = gate.admit(ip("10.0.0.7"), "d").getFirst();
        assertTrue(Set.of("a", "c").contains(first), first);
        String second = gate.admit(ip("10.0.0.9"), "e").getFirst();
        assertTrue(Set.of("a", "c", "d").contains(second) && !second.equals(first), second);
        assertEquals(3, gate.waiting());
    }

    @Test
    void oneTooManyInAll_dropsOneOfTheLargestNetwork() throws Exception {
        gate.admit(ip("10.0.1.1"), "a");
        gate.admit(ip("10.0.2.1"), "b");
        gate.admit(ip("10.0.2.2"), "c");
        assertEquals(List.of(), gate.admit(ip("10.0.4.1"), "d"));
        String gone = gate.admit(ip("10.0.5.1"), "e").getFirst();
        assertTrue(Set.of("b", "c").contains(gone), gone);
        assertEquals(4, gate.waiting());
    }

    @Test
    void floodOfAnAddress_dropsNobodyOfAnotherAddressOfItsNetwork() throws Exception {
        AdmissionGate<String> wide = gate(16, 256);
        wide.admit(ip("10.0.0.9"), "honest");
        for (int i = 0; i < 1000; i++) {
            assertFalse(wide.admit(ip("10.0.0.1"), "flood" + i).contains("honest"));
        }
        assertTrue(wide.settle("honest"));
        assertEquals(15, wide.waiting());
    }

    @Test
    void floodThatSaysNothing_dropsNobodyOfItsAddressWhoSpoke() throws Exception {
        AdmissionGate<String> wide = gate(16, 256);
        wide.admit(ip("10.0.0.1"), "honest");
        progress.put("honest", 1);
        for (int i = 0; i < 1000; i++) {
            assertFalse(wide.admit(ip("10.0.0.1"), "flood" + i).contains("honest"));
        }
    }

    @Test
    void floodThatSaysAsMuch_dropsTheHonestNotFirst() throws Exception {
        int stayed = 0;
        for (int run = 0; run < 1000; run++) {
            AdmissionGate<String> wide = gate(16, 256);
            for (int i = 0; i < 15; i++) {
                wide.admit(ip("10.0.0.1"), "flood" + i);
            }
            wide.admit(ip("10.0.0.1"), "honest");
            boolean gone = false;
            for (int i = 0; i < 16 && !gone; i++) {
                gone = wide.admit(ip("10.0.0.1"), "more" + i).contains("honest");
            }
            stayed += gone ? 0 : 1;
        }
        assertTrue(stayed > 250, "stayed " + stayed + " of 1000 times");
    }

    @Test
    void fullNetworkInAFullHouse_dropsOneOnly() throws Exception {
        gate.admit(ip("10.0.1.1"), "a");
        gate.admit(ip("10.0.2.1"), "b");
        gate.admit(ip("10.0.3.1"), "c");
        gate.admit(ip("10.0.3.1"), "d");
        assertEquals(1, gate.admit(ip("10.0.3.1"), "e").size());
        assertEquals(4, gate.waiting());
    }

    @Test
    void version6Networks_areHalfTheAddress() throws Exception {
        gate.admit(ip("2001:db8:0:1::1"), "a");
        gate.admit(ip("2001:db8:0:1:ffff::2"), "b");
        assertEquals(List.of(), gate.admit(ip("2001:db8:0:2::1"), "c"));
        String gone = gate.admit(ip("2001:db8:0:1:8::9"), "d").getFirst();
        assertTrue(Set.of("a", "b").contains(gone), gone);
    }

    @Test
    void version4InVersion6_isVersion4() throws Exception {
        gate.admit(ip("10.0.0.1"), "a");
        gate.admit(ip("::ffff:10.0.0.2"), "b");
        assertEquals(1, gate.admit(ip("10.0.0.3"), "c").size());
    }

    @Test
    void timeUp_dropsOnTheNextArrivalThoughTheClockWraps() throws Exception {
        gate.admit(ip("10.0.1.1"), "a");
        clock.addAndGet(9);
        assertEquals(List.of(), gate.admit(ip("10.0.2.1"), "b"));
        clock.addAndGet(1);
        assertEquals(List.of("a"), gate.admit(ip("10.0.3.1"), "c"));
        assertEquals(2, gate.waiting());
    }

    @Test
    void settled_countsNoMore() throws Exception {
        gate.admit(ip("10.0.0.1"), "a");
        gate.admit(ip("10.0.0.2"), "b");
        assertTrue(gate.settle("a"));
        assertFalse(gate.settle("a"));
        assertEquals(List.of(), gate.admit(ip("10.0.0.3"), "c"));
        String gone = gate.admit(ip("10.0.0.4"), "d").getFirst();
        assertFalse(gate.settle(gone), "dropped before");
    }

    @Test
    void limitsThatLetNobodyIn_areRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThrows(IllegalArgumentException.class, () -> new AdmissionGate.Limits(0, 1, second));
        assertThrows(IllegalArgumentException.class, () -> new AdmissionGate.Limits(2, 1, second));
        assertThrows(
                IllegalArgumentException.class,
                () -> new AdmissionGate.Limits(1, 1, Duration.ZERO));
    }

    private static InetAddress ip(String literal) throws Exception {
        return InetAddress.getByName(literal);
    }
}
