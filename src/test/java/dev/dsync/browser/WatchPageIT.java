package dev.dsync.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.app.cli.WatchProcess;
import dev.dsync.process.ByteProxy;
import dev.dsync.process.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status page of a watch: how much comes and from whom, and conflicts settled by a button. */
@Tag("browser")
class WatchPageIT {
    private static final int LARGE = 40 << 20;

    @TempDir private Path scratch;
    private WatchProcess desk;
    private WatchProcess laptop;
    private Browser browser;

    @BeforeEach
    void open() throws IOException {
        desk = WatchProcess.of(scratch, "desk");
        laptop = WatchProcess.of(scratch, "laptop");
        laptop.start();
        browser = Browser.open(scratch);
    }

    @AfterEach
    void close() throws IOException {
        try (WatchProcess _ = desk;
                WatchProcess _ = laptop) {
            browser.close();
        }
    }

    /** Between the two, so that what comes takes a while. */
    private ByteProxy slowWire() throws IOException {
        int port = Integer.parseInt(laptop.address().replaceFirst(".*:", ""));
        InetSocketAddress there = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return ByteProxy.open(there, Fault.NONE, Fault.NONE.limitedTo(2 << 20));
    }

    private String watch(String peer) throws IOException {
        desk.start("--peers", peer, "--web", "127.0.0.1:0");
        return desk.page();
    }

    private static String textOf(String selector) {
        return "(document.querySelector('" + selector + "')?.innerText ?? '')";
    }

    private void shoot(String name) throws IOException {
        for (boolean dark : new boolean[] {false, true}) {
            String suffix = dark ? ", dark" : "";
            browser.look(1200, 1000, dark);
            browser.shoot(name + ", desktop" + suffix);
            browser.look(390, 1400, dark);
            assertTrue(browser.fits());
            browser.shoot(name + ", phone" + suffix);
        }
        browser.look(1200, 1000, false);
    }

    @Test
    void transfer_isSeenWhileItLasts() throws IOException {
        Files.write(laptop.folder().resolve("holiday film.bin"), SharedFolder.noise(LARGE, 8));
        try (ByteProxy wire = slowWire()) {
            String url = watch("127.0.0.1:" + wire.port());
            browser.go(url);
            browser.await(textOf("#peers td:nth-child(2)") + " === 'getting'");
            browser.await("/\\d (KiB|MiB)\\/s/.test(" + textOf("#rate-in") + ")");
            browser.await("/1 file, \\d+ MiB/.test(" + textOf("#peers td:nth-child(3)") + ")");
            browser.await(
                    "new Set(document.querySelector('#graph polyline.in').getAttribute('points')"
                            + ".split(' ').map(p => p.split(',')[1])).size > 3");
            shoot("watch, transfer");
            browser.await(textOf("#state") + " === 'in sync'");
            browser.await(textOf("#events") + ".includes('got holiday film.bin')");
            browser.assertAskedOnly(url);
        }
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void conflict_isSettledByItsButton() throws IOException {
        Path mine = desk.folder().resolve("plan.txt");
        watch(laptop.address());
        desk.diverge(laptop, "plan.txt");
        browser.go(watch(laptop.address()));
        browser.await(textOf("#conflict-count") + " === '1'");
        assertEquals("desk", browser.text(textOf("#title")));
        browser.await(textOf("#sum") + ".startsWith('" + desk.folder() + " · 2 files · ')");
        assertEquals("plan.txt", browser.text(textOf("#conflicts .of")));
        assertTrue(browser.text(textOf("#conflicts .copy")).contains("sync-conflict-2020"));
        shoot("watch, conflict");
        assertEquals("from laptop", Files.readString(mine));
        browser.click("#conflicts button[data-take=remote]");
        browser.await("!document.getElementById('no-conflicts').hidden");
        assertEquals("from desk", Files.readString(mine));
        desk.synced();
        assertEquals("from desk", Files.readString(laptop.folder().resolve("plan.txt")));
        browser.await("document.activeElement.id === 'events'"); // focus is kept
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void pageThatLosesItsWatch_saysSo_andComesBack() throws IOException {
        String url = watch(laptop.address());
        browser.go(url);
        browser.await(textOf("#state") + " === 'in sync'");
        String address = url.replaceFirst("http://([^/]*)/.*", "$1");
        desk.run("stop").succeeded();
        browser.await(textOf("#state") + " === 'not there'");
        browser.await(textOf("#notice") + ".includes('trying again')");
        desk.start("--peers", laptop.address(), "--web", address);
        browser.await(textOf("#state") + " === 'in sync'");
        browser.await("document.getElementById('notice').hidden");
    }
}
