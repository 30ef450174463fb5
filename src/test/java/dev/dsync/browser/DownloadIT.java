package dev.dsync.browser;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What visitors take with them: files, selections, folders; with stops on the way. */
@Tag("browser")
class DownloadIT {
    private static final int LARGE = 12 << 20;

    /** At this rate it takes half a minute, in which a test does what it does on the way. */
    private static final int SLOW = LARGE / 24;

    @TempDir private Path scratch;
    private SharedFolder folder;
    private Browser browser;

    @BeforeEach
    void open() throws IOException {
        folder = new SharedFolder(scratch, "garden");
        folder.add("letters/a.txt", Contents.text("a"));
        folder.add("letters/b.txt", Contents.text("b"));
        folder.add("large.bin", SharedFolder.noise(LARGE, 7));
        folder.add("plan.csv", Contents.text("bed,plant\n1,beans\n"));
        folder.share();
        browser = Browser.open(scratch);
        browser.go(folder.url());
    }

    @AfterEach
    void close() throws IOException {
        try (SharedFolder _ = folder) {
            browser.close();
        }
    }

    private void take(String name) throws IOException {
        browser.click("a.get[aria-label='Download " + name + "']");
    }

    private byte[] shared(String name) throws IOException {
        return Files.readAllBytes(folder.path().resolve(name));
    }

    private void assertSaved(String name) throws IOException {
        assertArrayEquals(shared(name), Files.readAllBytes(browser.saved(name)));
    }

    private static Set<String> entries(Path zip) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> !name.endsWith("/"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Begins the large file, and returns once some of it is there. */
    private void takeSome() throws IOException {
        browser.throttle(SLOW);
        take("large.bin");
        browser.await("document.querySelector('#transfers progress')?.value > 0.04");
    }

    @Test
    void file_isSavedWithItsBytes() throws IOException {
        take("plan.csv");
        browser.awaitTransfer("Done");
        assertSaved("plan.csv");
        take("large.bin");
        browser.awaitTransfer("Done");
        assertSaved("large.bin");
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void pausedDownload_standsStill_andGoesOnWhereItWas() throws IOException {
        takeSome();
        browser.requests();
        browser.click("#transfers button[aria-label^=Pause]");
        browser.awaitTransfer("Paused at");
        String paused = browser.transfer();
        browser.shoot("paused");
        browser.throttle(0);
        browser.click("#transfers button[aria-label^=Resume]");
        browser.awaitTransfer("Done");
        assertTrue(paused.contains("of 12 MiB"), paused);
        assertSaved("large.bin");
        String headers = browser.requests().getFirst().headers();
        assertTrue(headers.matches(".*Range=bytes=[1-9]\\d*-.*"), headers);
        assertTrue(headers.contains("If-Range"), headers);
    }

    @Test
    void download_outlivesTheServer() throws IOException {
        takeSome();
        folder.kill();
        browser.awaitTransfer("Waiting for the connection");
        browser.await("document.getElementById('notice').innerText.includes('does not answer')");
        browser.shoot("share away");
        browser.throttle(0);
        folder.share();
        browser.awaitTransfer("Done");
        assertSaved("large.bin");
        browser.await("document.getElementById('notice').hidden");
        List<Browser.Request> asked =
                browser.requests().stream()
                        .filter(request -> request.url().contains("large.bin"))
                        .toList();
        assertTrue(asked.getLast().headers().contains("Range=bytes="), asked::toString);
    }

    @Test
    void fileThatChangedMeanwhile_comesFromTheStart() throws IOException {
        takeSome();
        folder.kill();
        browser.awaitTransfer("Waiting for the connection");
        folder.add("large.bin", SharedFolder.noise(LARGE, 8));
        browser.throttle(0);
        folder.share();
        browser.awaitTransfer("Done");
        assertSaved("large.bin");
    }

    @Test
    void cancelledDownload_isGone() throws IOException {
        takeSome();
        browser.click("#transfers button[aria-label^=Cancel]");
        browser.await("document.getElementById('tray').hidden");
        browser.throttle(0);
        take("plan.csv");
        browser.awaitTransfer("Done");
        assertEquals(List.of(browser.saved("plan.csv")), browser.saved());
    }

    @Test
    void downloadPausedWhileItWaits_isFetchedOnce() throws IOException {
        takeSome();
        take("large.bin");
        take("large.bin");
        take("plan.csv");
        browser.awaitTransfer("Waiting for its turn");
        browser.click("#transfers li:first-child button[aria-label^=Pause]");
        browser.awaitTransfer("Paused at 0 B");
        browser.click("#transfers li:first-child button[aria-label^=Resume]");
        browser.requests();
        browser.throttle(0);
        browser.awaitDone(4);
        take("plan.csv");
        browser.awaitDone(5);
        List<Browser.Request> asked = browser.requests();
        asked.removeIf(request -> !request.url().contains("plan.csv"));
        assertEquals(2, asked.size(), asked::toString); // this one and the one after
    }

    @Test
    void fileThatIsGone_isToldOf() throws IOException {
        Files.delete(folder.path().resolve("plan.csv"));
        take("plan.csv");
        browser.awaitTransfer("It is not there any more.");
        assertTrue(browser.holds("document.querySelector('#transfers progress').hidden"));
    }

    @Test
    void largeFile_isWrittenWhereTheVisitorSays() throws IOException {
        folder.add("huge.bin", SharedFolder.noise(40 << 20, 9));
        browser.devTools(
                "Page.addScriptToEvaluateOnNewDocument",
                Map.of(
                        "source",
                        "window.showSaveFilePicker = async (how) => (await"
                                + " navigator.storage.getDirectory())"
                                + ".getFileHandle(how.suggestedName, { create: true });"));
        browser.go(folder.url());
        browser.throttle(2 << 20);
        take("huge.bin");
        browser.await("document.querySelector('#transfers progress')?.value > 0.04");
        browser.click("#transfers button[aria-label^=Pause]");
        browser.awaitTransfer("Paused at");
        browser.throttle(0);
        browser.click("#transfers button[aria-label^=Resume]");
        browser.awaitTransfer("Done");
        browser.run(
                "navigator.storage.getDirectory().then(async d => { const f = await (await"
                    + " d.getFileHandle('huge.bin')).getFile(); const h = await"
                    + " crypto.subtle.digest('SHA-256', await f.arrayBuffer()); window.sha256 ="
                    + " [...new Uint8Array(h)].map(b => b.toString(16).padStart(2, '0')).join('');"
                    + " })");
        browser.await("window.sha256");
        assertEquals(Sha256.of(shared("huge.bin")).toString(), browser.text("window.sha256"));
        assertEquals(List.of(), browser.saved());
    }

    @Test
    void ticks_sayWhatIsInTheArchive() throws IOException {
        browser.click("button[value=zip]");
        assertEquals(
                Set.of("large.bin", "letters/a.txt", "letters/b.txt", "plan.csv"),
                entries(browser.saved("garden.zip")));
        browser.discard();
        browser.click("input[aria-label='Tick plan.csv']");
        browser.click("input[aria-label='Tick letters']");
        assertEquals(
                "Download 2 ticked as .zip",
                browser.text("document.querySelector('[value=zip]').innerText"));
        browser.click("button[value=zip]");
        assertEquals(
                Set.of("letters/a.txt", "letters/b.txt", "plan.csv"),
                entries(browser.saved("garden.zip")));
    }

    @Test
    void folder_isSavedAsArchive() throws IOException {
        browser.click("a.get[aria-label='Download letters as .zip']");
        assertEquals(Set.of("a.txt", "b.txt"), entries(browser.saved("letters.zip")));
        browser.click("#tick-all");
        browser.click("button[value='tar.zst']");
        assertTrue(Files.size(browser.saved("garden.tar.zst")) > LARGE);
    }

    @Test
    void archive_leavesWhatIsOnItsWayAlone() throws IOException {
        takeSome();
        browser.click("button[value=zip]");
        browser.throttle(0);
        browser.awaitTransfer("Done");
        assertSaved("large.bin");
        browser.saved("garden.zip");
    }
}
