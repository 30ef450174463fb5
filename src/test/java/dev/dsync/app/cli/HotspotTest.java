package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Eventually;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HotspotTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> OTHERS = List.of("Home", "dsync-hotspot-x");

    private final FakeNmcli nmcli = new FakeNmcli();
    private final Cancellation cancellation = new Cancellation();

    private Hotspot open() throws IOException {
        return Hotspot.open(nmcli, cancellation, "Linux", "den's-laptop.with-a-name-that-is-long");
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

    /** Soon after it was cancelled the program ends, whatever is under way. */
    @Test
    void cancel_returnsWhenItIsDown_thoughAnotherTakesItDown() throws Exception {
        Hotspot hotspot = open();
        CountDownLatch deleting = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        nmcli.whileDeleting =
                () -> {
                    deleting.countDown();
                    await(goOn);
                };
        Thread closer = Thread.ofPlatform().start(hotspot::close);
        await(deleting);
        FutureTask<List<String>> cancelled =
                new FutureTask<>(
                        () -> {
                            cancellation.cancel();
                            return List.copyOf(nmcli.profiles);
                        });
        Thread canceller = Thread.ofPlatform().start(cancelled);
        Eventually.eventually(
                "it waits, or is done",
                SOON,
                () -> cancelled.isDone() || canceller.getState() == Thread.State.BLOCKED);
        goOn.countDown();
        assertEquals(OTHERS, cancelled.get());
        closer.join();
    }

    @Test
    void cancel_endsAStartThatTakesLong() throws Exception {
        CountDownLatch starting = new CountDownLatch(1);
        nmcli.endless = starting;
        FutureTask<Hotspot> opening = new FutureTask<>(this::open);
        Thread.ofPlatform().start(opening);
        await(starting);
        cancellation.cancel();
        assertEquals(OTHERS, nmcli.profiles);
        ExecutionException failed = assertThrows(ExecutionException.class, opening::get);
        assertInstanceOf(InterruptedIOException.class, failed.getCause());
    }

    @Test
    void cancelledBefore_isNotOpened() {
        cancellation.cancel();
        assertThrows(InterruptedIOException.class, this::open);
        assertEquals(OTHERS, nmcli.profiles);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(SOON.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
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
                assertThrows(
                        ToldException.class,
                        () -> Hotspot.open(nmcli, cancellation, "Mac OS X", "a"));
        assertEquals(
                "cannot open a hotspot: only Linux with NetworkManager can; turn one on in the"
                        + " settings",
                told.failure().message());
    }
}
