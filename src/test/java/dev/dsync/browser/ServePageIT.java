package dev.dsync.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.ByteProxy;
import dev.dsync.process.Command;
import dev.dsync.process.Fault;
import dev.dsync.process.Image;
import dev.dsync.process.ServeProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status page of what serves: who is there, what they do, and how fast. */
@Tag("browser")
class ServePageIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String GUEST = "#guests tbody tr";

    @TempDir private Path scratch;

    private Command dsync(String... words) {
        return Command.of(Image.program().toString())
                .plus(words)
                .with("DSYNC_HOME", scratch.resolve("home").toString());
    }

    private static String textOf(String selector) {
        return "(document.querySelector('" + selector + "')?.innerText ?? '')";
    }

    private static ByteProxy slowWire(int port) throws IOException {
        InetSocketAddress there = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return ByteProxy.open(there, Fault.NONE, Fault.NONE.limitedTo(2 << 20));
    }

    @Test
    void guest_isSeenWhileItIsThere_andToldOfAfterwards() throws IOException {
        dsync("key", "new", "films").run().succeeded();
        Path films = Files.createDirectory(scratch.resolve("films"));
        Files.write(films.resolve("holiday.bin"), SharedFolder.noise(40 << 20, 8));
        List<String> options = List.of("--share", "films=" + films + ":ro", "--web", "127.0.0.1:0");
        try (Browser browser = Browser.open(scratch);
                ServeProcess served =
                        ServeProcess.open(
                                List.of(Image.program().toString()),
                                scratch.resolve("home"),
                                options);
                ByteProxy wire = slowWire(served.port())) {
            browser.go(served.page());
            browser.await(textOf("#state") + " === 'waiting'");
            browser.await("!document.getElementById('no-guests').hidden");
            String source = "dsync://127.0.0.1:" + wire.port() + "/films/";
            try (Command.Running pull =
                    dsync("pull", source, scratch.resolve("copy") + "/").start()) {
                browser.await(textOf(GUEST + " td:nth-child(2)") + ".includes('of films')");
                browser.await("/\\d (KiB|MiB)\\/s/.test(" + textOf("#rate-out") + ")");
                browser.await("/MiB, .*\\/s/.test(" + textOf(GUEST + " td:nth-child(5)") + ")");
                assertEquals("1 guest", browser.text(textOf("#state")));
                browser.look(390, 1200, true);
                assertTrue(browser.fits());
                browser.shoot("serve, guest, phone, dark");
                browser.look(1200, 800, false);
                browser.shoot("serve, guest, desktop");
                pull.finish(DEADLINE).succeeded();
            }
            browser.await(textOf("#state") + " === 'waiting'");
            browser.await(textOf("#events") + ".includes('films')");
            browser.assertAskedOnly(served.page());
            assertEquals(List.of(), browser.complaints());
        }
    }
}
