package dev.dsync.browser;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What visitors leave, chosen or dropped; with stops on the way. */
@Tag("browser")
class UploadIT {
    private static final int LARGE = 8 << 20;

    /** At this rate it takes half a minute, in which a test does what it does on the way. */
    private static final int SLOW = LARGE / 24;

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** Drops files on the page, or folders if they are named with a slash. */
    private static final String DROP =
            "const t = new DataTransfer(); for (const [n, c] of arguments[0]) t.items.add(new"
                    + " File([c], n)); for (const k of ['dragenter', 'dragover', 'drop'])"
                    + " document.body.dispatchEvent(new DragEvent(k, { dataTransfer: t, bubbles:"
                    + " true, cancelable: true }));";

    @TempDir private Path scratch;
    private SharedFolder folder;
    private Browser browser;

    @BeforeEach
    void open() throws IOException {
        folder = new SharedFolder(scratch, "garden");
        folder.share("--upload");
        browser = Browser.open(scratch);
        browser.go(folder.url());
    }

    @AfterEach
    void close() throws IOException {
        try (SharedFolder _ = folder) {
            browser.close();
        }
    }

    private Path left(String name) {
        return folder.path().resolve(".dsync-uploads").resolve(name);
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(Files.createDirectories(scratch.resolve("mine")).resolve(name), content);
    }

    /** Begins to leave the large file, and returns its bytes once some of them have gone. */
    private byte[] leaveSome(long seed) throws IOException {
        byte[] content = SharedFolder.noise(LARGE, seed);
        browser.throttle(SLOW);
        browser.type("#files", file("large.bin", content).toString());
        browser.await("document.querySelector('#transfers progress')?.value > 0.06");
        return content;
    }

    @Test
    void chosenFiles_areLeft_andNeverReplaceOneAnother() throws IOException {
        Path one = file("one.txt", Contents.text("one"));
        Path none = file("none.txt", new byte[0]);
        browser.shoot("empty folder");
        browser.type("#files", one + "\n" + none);
        browser.awaitDone(2);
        assertArrayEquals(Contents.text("one"), Files.readAllBytes(left("one.txt")));
        assertEquals(0, Files.size(left("none.txt")));
        browser.type("#files", file("one.txt", Contents.text("another")).toString());
        browser.awaitTransfer("Left as one (2).txt");
        assertArrayEquals(Contents.text("one"), Files.readAllBytes(left("one.txt")));
        assertArrayEquals(Contents.text("another"), Files.readAllBytes(left("one (2).txt")));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void droppedFiles_areLeft_underSafeNames() throws IOException {
        browser.run(
                DROP,
                List.of(
                        List.of("dropped.txt", "dropped"),
                        List.of("<b>bold.txt", "bold"),
                        List.of(".hidden", "no more"),
                        List.of("grüße 100%.txt", "greetings")));
        browser.awaitDone(4);
        assertTrue(browser.holds("document.getElementById('drop').hidden"));
        assertTrue(browser.holds("document.querySelector('#transfers b') === null"));
        assertEquals("no more", Files.readString(left("_hidden")));
        assertEquals("dropped", Files.readString(left("dropped.txt")));
        assertEquals("greetings", Files.readString(left("grüße 100%.txt")));
        try (var files = Files.list(folder.path())) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void dragOverThePage_showsWhereToDrop() throws IOException {
        browser.run(DROP.replace(", 'drop']", "]"), List.of(List.of("a.txt", "a")));
        assertTrue(browser.holds("!document.getElementById('drop').hidden"));
        browser.shoot("drop here");
    }

    @Test
    void pausedUpload_goesOnWhereItWas() throws IOException {
        byte[] content = leaveSome(3);
        browser.click("#transfers button[aria-label^=Pause]");
        browser.awaitTransfer("Paused at");
        browser.requests();
        browser.throttle(0);
        browser.click("#transfers button[aria-label^=Resume]");
        browser.awaitTransfer("Left as large.bin");
        assertArrayEquals(content, Files.readAllBytes(left("large.bin")));
        String headers = browser.requests().getLast().headers();
        assertTrue(headers.matches(".*Content-Range=bytes [1-9]\\d*-.*"), headers);
    }

    @Test
    void upload_outlivesTheServer() throws IOException {
        byte[] content = leaveSome(4);
        folder.kill();
        browser.awaitTransfer("Waiting for the connection");
        browser.throttle(0);
        folder.share("--upload");
        browser.awaitTransfer("Left as large.bin");
        assertArrayEquals(content, Files.readAllBytes(left("large.bin")));
    }

    @Test
    void uploadThatLackedOnlyItsName_getsIt() throws IOException {
        byte[] content = leaveSome(5);
        browser.click("#transfers button[aria-label^=Pause]");
        browser.awaitTransfer("Paused at");
        Eventually.eventually("some has come", DEADLINE, () -> staged().isPresent());
        folder.kill();
        // As a server leaves it that ends before the rename.
        Files.write(staged().orElseThrow(), content);
        folder.share("--upload");
        browser.throttle(0);
        browser.click("#transfers button[aria-label^=Resume]");
        browser.awaitTransfer("Left as large.bin");
        assertArrayEquals(content, Files.readAllBytes(left("large.bin")));
    }

    private Optional<Path> staged() throws IOException {
        try (var files = Files.list(left(""))) {
            return files.filter(file -> file.getFileName().toString().startsWith(".")).findFirst();
        }
    }

    @Test
    void uploadPausedWhileItWaits_isLeftOnce() throws IOException {
        browser.throttle(SLOW);
        List<String> files = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            files.add(file(i + ".bin", SharedFolder.noise(LARGE / 4, i)).toString());
        }
        files.add(file("last.txt", Contents.text("last")).toString());
        browser.type("#files", String.join("\n", files));
        browser.awaitTransfer("Waiting for its turn");
        browser.click("#transfers li:first-child button[aria-label^=Pause]");
        browser.awaitTransfer("Paused at 0 B");
        browser.click("#transfers li:first-child button[aria-label^=Resume]");
        browser.throttle(0);
        browser.awaitDone(4);
        browser.type("#files", file("after.txt", Contents.text("after")).toString());
        browser.awaitDone(5);
        List<Browser.Request> asked = browser.requests();
        asked.removeIf(request -> !request.url().contains("last.txt"));
        assertEquals(2, asked.size(), asked::toString); // what is there, and all of it
        assertFalse(Files.exists(left("last (2).txt")));
    }

    @Test
    void shareWithoutUploads_takesNothing() throws IOException {
        folder.kill();
        folder.share();
        browser.go(folder.url());
        browser.run(DROP, List.of(List.of("a.txt", "a")));
        assertTrue(browser.holds("document.getElementById('leave').hidden"));
        assertTrue(browser.holds("document.getElementById('tray').hidden"));
        Eventually.eventually("still shared", Duration.ofSeconds(1), folder::isShared);
    }
}
