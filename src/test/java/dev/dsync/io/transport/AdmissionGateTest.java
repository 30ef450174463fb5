package dev.dsync.io.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionGateTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final AdmissionGate<String> gate =
            new AdmissionGate<>(new AdmissionGate.Limits(2, 4, Duration.ofNanos(10)), clock::get);

    @Test
    void oneTooManyOfANetwork_dropsItsOldest() throws Exception {
        assertEquals(List.of(), gate.admit(ip("10.0.0.1"), "a"));
        assertEquals(List.of(), gate.admit(ip("10.0.1.1"), "b"));
        assertEquals(List.of(), gate.admit(ip("10.0.0.255"), "c"));
        assertEquals(List.of("a"), gate.admit(ip("10.0.0.7"), "d"));
        assertEquals(List.of("c"), gate.admit(ip("10.0.0.7"), "e"));
        assertEquals(3, gate.waiting());
    }

    @Test
    void oneTooManyInAll_dropsTheOldestOfAll() throws Exception {
        gate.admit(ip("10.0.1.1"), "a");
        gate.admit(ip("10.0.2.1"), "b");
        gate.admit(ip("10.0.3.1"), "c");
        assertEquals(List.of(), gate.admit(ip("10.0.4.1"), "d"));
        assertEquals(List.of("a"), gate.admit(ip("10.0.5.1"), "e"));
        assertEquals(4, gate.waiting());
    }

    @Test
    void fullNetworkInAFullHouse_dropsOneOnly() throws Exception {
        gate.admit(ip("10.0.1.1"), "a");
        gate.admit(ip("10.0.2.1"), "b");
        gate.admit(ip("10.0.3.1"), "c");
        gate.admit(ip("10.0.3.1"), "d");
        assertEquals(List.of("c"), gate.admit(ip("10.0.3.1"), "e"));
        assertEquals(4, gate.waiting());
    }

    @Test
    void version6Networks_areHalfTheAddress() throws Exception {
        gate.admit(ip("2001:db8:0:1::1"), "a");
        gate.admit(ip("2001:db8:0:1:ffff::2"), "b");
        assertEquals(List.of(), gate.admit(ip("2001:db8:0:2::1"), "c"));
        assertEquals(List.of("a"), gate.admit(ip("2001:db8:0:1:8::9"), "d"));
    }

    @Test
    void version4InVersion6_isVersion4() throws Exception {
        gate.admit(ip("10.0.0.1"), "a");
        gate.admit(ip("::ffff:10.0.0.2"), "b");
        assertEquals(List.of("a"), gate.admit(ip("10.0.0.3"), "c"));
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
        assertEquals(List.of("b"), gate.admit(ip("10.0.0.4"), "d"));
        assertFalse(gate.settle("b"), "dropped before");
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
