package dev.dsync.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.process.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A share that asks for a PIN, and ones that end. */
@Tag("browser")
class TermsIT {
    /** Bytes, more than sockets hold: what is taken slowly is under way until it has been read. */
    private static final int LARGE = 12 << 20;

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir private Path scratch;
    private SharedFolder folder;
    private Browser browser;

    @BeforeEach
    void open() throws IOException {
        folder = new SharedFolder(scratch, "garden");
        folder.add("plan.csv", Contents.text("bed,plant\n1,beans\n"));
        folder.add("large.bin", SharedFolder.noise(LARGE, 5));
        browser = Browser.open(scratch);
    }

    @AfterEach
    void close() throws IOException {
        try (SharedFolder _ = folder) {
            browser.close();
        }
    }

    @Test
    void pin_opensTheDoor_andAWrongOneDoesNot() throws IOException {
        folder.share("--pin");
        String pin = folder.pin();
        browser.go(folder.url() + "plan.csv");
        assertEquals("PIN", browser.text("document.title"));
        browser.await("document.activeElement.id === 'pin'");
        browser.shoot("pin");
        browser.press((pin.equals("000000") ? "111111" : "000000").split(""));
        browser.press(Browser.ENTER);
        browser.await("document.body.innerText.includes('This is not the PIN.')");
        browser.shoot("pin wrong");
        browser.type("#pin", pin + Browser.ENTER);
        browser.await("document.title === 'garden'");
        browser.click("a.get[aria-label='Download plan.csv']");
        assertEquals(18, browser.saved("plan.csv").toFile().length());
        browser.click("tr[data-kind=text] td.name a");
        browser.await("document.querySelector('#stage pre')?.innerText.includes('beans')");
    }

    @Test
    void expiredLink_givesNothing_andThePageSaysSo() throws IOException {
        folder.share("--expire", "8s");
        browser.go(folder.url());
        assertEquals("garden", browser.text("document.title"));
        Eventually.eventually("it ends", DEADLINE, () -> !folder.isShared());
        browser.click("a.get[aria-label='Download plan.csv']");
        browser.await("document.getElementById('notice').innerText.includes('does not answer')");
        browser.click("tr[data-kind=text] td.name a");
        browser.await("document.getElementById('stage').innerText.includes('cannot be shown')");
        assertEquals(0, browser.saved().size());
    }

    @Test
    void usedUpLink_saysSo_whileTheLastOneIsStillServed() throws IOException {
        folder.share("--max-downloads", "1");
        browser.go(folder.url());
        browser.throttle(256 << 10);
        browser.click("a.get[aria-label='Download large.bin']");
        browser.await("document.querySelector('#transfers progress')?.value > 0");
        browser.click("a.get[aria-label='Download plan.csv']");
        browser.await(
                "[...document.querySelectorAll('#transfers .wrong')]"
                        + ".some(s => s.innerText.includes('expired'))");
        browser.throttle(0);
        assertEquals(LARGE, browser.saved("large.bin").toFile().length());
        Eventually.eventually("it ends", DEADLINE, () -> !folder.isShared());
    }
}
