package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HotspotTest {
    private static final List<String> OTHERS = List.of("Home", "dsync-hotspot-x");

    private final FakeNmcli nmcli = new FakeNmcli();

    private Hotspot open() throws IOException {
        return Hotspot.open(nmcli, "Linux", "den's-laptop.with-a-name-that-is-long");
    }

    private void assertRefused(String message) {
        Failure failure = assertThrows(ToldException.class, this::open).failure();
        assertEquals(new Failure(ExitCode.START, "cannot open a hotspot: " + message), failure);
        assertEquals(OTHERS, nmcli.profiles);
    }

    @Test
    void hotspot_isThereUntilClosed() throws IOException {
        try (Hotspot hotspot = open()) {
            assertEquals(3, nmcli.profiles.size());
            assertEquals("dsync-dens-laptopwith-a-name-tha", hotspot.ssid());
            assertEquals("a;b:c\\d", hotspot.password());
            assertEquals(
                    "WIFI:T:WPA;S:dsync-dens-laptopwith-a-name-tha;P:a\\;b\\:c\\\\d;;",
                    hotspot.joinText());
            assertEquals(Optional.of(InetAddress.ofLiteral("10.42.0.1")), hotspot.address());
        }
        assertEquals(OTHERS, nmcli.profiles);
    }

    @Test
    void withoutAnAddressYet_itHasNone() throws IOException {
        nmcli.address = "\n";
        try (Hotspot hotspot = open()) {
            assertEquals(Optional.empty(), hotspot.address());
        }
    }

    @Test
    void password_isInNoCommandLine() throws IOException {
        try (Hotspot hotspot = open()) {
            assertFalse(nmcli.asked.isEmpty());
            assertFalse(String.join("\n", nmcli.asked).contains(hotspot.password()));
        }
    }

    @Test
    void whatAKilledProcessLeft_isRemoved_andNotWhatOneAliveHas() throws IOException {
        long self = ProcessHandle.current().pid();
        nmcli.profiles.add("dsync-hotspot-" + self + "-1");
        nmcli.profiles.add("dsync-hotspot-999999999-1");
        try (Hotspot first = open()) {
            assertEquals(3, nmcli.profiles.size());
            String alive = nmcli.profiles.getLast();
            try (Hotspot second = open()) {
                assertTrue(nmcli.profiles.contains(alive));
                assertEquals(first.ssid(), second.ssid());
            }
        }
    }

    @Test
    void adapterThatCannotEncryptWell_isRefused() {
        nmcli.management = "none";
        assertRefused(
                "this Wi-Fi adapter can encrypt by neither WPA2 nor WPA3; share without --hotspot");
        nmcli.management = "wpa-psk";
        nmcli.proto = "wpa";
        assertRefused(
                "this Wi-Fi adapter can encrypt by neither WPA2 nor WPA3; share without --hotspot");
    }

    @Test
    void whatNmcliComplainsOf_isSaid() {
        nmcli.complaint = "Error: No Wi-Fi device found.\n";
        assertRefused("No Wi-Fi device found.; see nmcli device, or share without --hotspot");
    }

    @Test
    void otherMachines_areTold() {
        nmcli.installed = false;
        assertRefused(
                "there is no nmcli on the PATH; install NetworkManager, or share without"
                        + " --hotspot");
        ToldException told =
                assertThrows(ToldException.class, () -> Hotspot.open(nmcli, "Mac OS X", "a"));
        assertEquals(
                "cannot open a hotspot: only Linux with NetworkManager can; turn one on in the"
                        + " settings",
                told.failure().message());
    }
}
