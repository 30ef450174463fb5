package dev.dsync.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The page of a shared folder: found, sorted, looked into, by pointer and by keys. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharePageIT {
    private static final String NAMES =
            "[...document.querySelectorAll('tr[data-kind]')].filter(r => !r.hidden)"
                    + ".map(r => r.querySelector('bdi').textContent).join('|')";
    private static final String FOCUSED =
            "(document.activeElement.closest('tr')?.querySelector('bdi').textContent)";

    private SharedFolder folder;
    private Browser browser;

    @BeforeAll
    void open(@TempDir Path scratch) throws IOException {
        folder = new SharedFolder(scratch, "garden");
        folder.add("letters/to the council.txt", Contents.text("Dear council,\n"));
        folder.add("evening hills.png", Contents.image(640, 420));
        folder.add("clip.webm", Contents.video());
        folder.add("birds.wav", Contents.sound());
        folder.add("notes 10.md", Contents.text("# Ten\n<script>window.hacked = 1</script>\n"));
        folder.add("notes 9.md", Contents.text("# Nine\n"));
        folder.add("page.html", Contents.text("<script>window.hacked = 1</script>"));
        folder.add("nothing.txt", new byte[0]);
        folder.add("long.log", Contents.text("a line of the log\n".repeat(20_000)));
        folder.add("model.bin", SharedFolder.noise(300_000, 1));
        folder.add("broken.png", Contents.text("no image"));
        folder.share();
        browser = Browser.open(scratch);
    }

    @BeforeEach
    void visit() throws IOException {
        browser.go(folder.url());
        browser.run("sessionStorage.clear()");
        browser.go("about:blank"); // from where it was, it would keep the state of its history
        browser.go(folder.url());
        browser.complaints();
        browser.requests();
    }

    @AfterEach
    void nothingRanAndNobodyElseWasAsked() throws IOException {
        assertFalse(browser.holds("window.hacked"));
        browser.assertAskedOnly(folder.url());
    }

    @AfterAll
    void close() throws IOException {
        try (SharedFolder _ = folder) {
            browser.close();
        }
    }

    private void look(String name) throws IOException {
        browser.run(
                "[...document.querySelectorAll('tr[data-kind]')].find(r =>"
                        + " r.querySelector('bdi').textContent === arguments[0])"
                        + ".querySelector('td.name a').click()",
                name);
        browser.await("document.getElementById('preview').open");
    }

    @Test
    void phone_sortsByWhatItHasNoColumnFor() throws IOException {
        browser.look(390, 844, false);
        try {
            browser.go(folder.url());
            assertTrue(browser.holds("document.querySelector('th.size').offsetWidth === 0"));
            browser.click(".narrow button[data-key=size]");
            assertTrue(browser.text(NAMES).startsWith("letters|long.log|"), browser.text(NAMES));
            browser.shoot("sorted, phone");
            browser.click(".narrow button[data-key=size]");
            assertTrue(browser.text(NAMES).startsWith("letters|nothing.txt|"));
            browser.click(".narrow button[data-key=time]");
            assertTrue(browser.text(NAMES).startsWith("letters|broken.png|model.bin|"));
        } finally {
            browser.look(1200, 820, false);
        }
    }

    @Test
    void page_listsWhatThereIs_foldersFirstAndNumbersAsNumbers() throws IOException {
        assertEquals(
                "letters|birds.wav|broken.png|clip.webm|evening hills.png|long.log|model.bin"
                        + "|notes 9.md|notes 10.md|nothing.txt|page.html",
                browser.text(NAMES));
        assertEquals("garden", browser.text("document.title"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void heading_sortsBothWays_andIsRemembered() throws IOException {
        browser.click("th.size button");
        String bySize = browser.text(NAMES);
        assertTrue(bySize.startsWith("letters|long.log|model.bin|"), bySize);
        assertEquals(
                "descending",
                browser.text("document.querySelector('th.size').getAttribute('aria-sort')"));
        browser.click("th.size button");
        assertTrue(browser.text(NAMES).startsWith("letters|nothing.txt|"));
        browser.go(folder.url() + "letters/");
        browser.go(folder.url());
        assertTrue(browser.text(NAMES).startsWith("letters|nothing.txt|"));
        browser.click("th.time button");
        assertTrue(browser.text(NAMES).startsWith("letters|broken.png|model.bin|"));
    }

    @Test
    void search_leavesWhatFits_andTellsIfNothingDoes() throws IOException {
        browser.type("#search", "NOTES");
        assertEquals("notes 9.md|notes 10.md", browser.text(NAMES));
        assertEquals("2 of 11 shown", browser.text("document.getElementById('found').innerText"));
        browser.type("#search", "<b>");
        assertEquals("", browser.text(NAMES));
        assertTrue(
                browser.text("document.getElementById('none').innerText").contains("“NOTES<b>”"));
        browser.shoot("nothing found");
        browser.click("#clear");
        assertEquals(11, browser.text(NAMES).split("\\|", -1).length);
    }

    @Test
    void keys_areEnough() throws IOException {
        browser.press("/", "n", "o", "t", "e", "s", Browser.ENTER, Browser.DOWN);
        assertEquals("notes 9.md", browser.text(FOCUSED));
        browser.press(Browser.DOWN, "x");
        assertEquals("notes 10.md", browser.text(FOCUSED));
        assertTrue(browser.holds("document.querySelectorAll('tr.ticked').length === 1"));
        assertTrue(
                browser.holds("getComputedStyle(document.activeElement).outlineStyle !== 'none'"));
        browser.press(Browser.ENTER);
        browser.await("document.querySelector('#stage pre')?.innerText.includes('# Ten')");
        browser.press(Browser.ESCAPE);
        browser.await("!document.getElementById('preview').open && !history.state?.preview");
        assertEquals("notes 10.md", browser.text(FOCUSED));
        browser.press("/", Browser.ESCAPE);
        assertTrue(browser.text(NAMES).startsWith("letters|"));
        browser.press(Browser.TAB);
        assertEquals("zip", browser.text("document.activeElement.value"));
    }

    @Test
    void image_isShown_andTheNextOneFollows() throws IOException {
        look("evening hills.png");
        browser.await("document.querySelector('#stage img')?.naturalWidth === 640");
        browser.press(Browser.RIGHT);
        browser.await("document.getElementById('preview-name').innerText === 'long.log'");
        browser.await("document.querySelector('#stage pre')");
        assertEquals(
                "the first 256 KiB of 352 KiB",
                browser.text("document.getElementById('preview-hint').innerText"));
        browser.run("history.back()");
        browser.await("!document.getElementById('preview').open");
        assertEquals(folder.url(), browser.text("location.href"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void mediaPlay() throws IOException {
        look("clip.webm");
        browser.await("document.querySelector('#stage video')?.videoWidth === 64");
        browser.click("#preview-close");
        look("birds.wav");
        browser.await("document.querySelector('#stage audio')?.duration === 1");
        browser.click("#preview-close");
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void textIsNeverMarkup() throws IOException {
        look("page.html");
        browser.await("document.querySelector('#stage pre')?.innerText.includes('<script>')");
        browser.click("#preview-close");
        look("nothing.txt");
        browser.await("document.getElementById('stage').innerText.includes('empty')");
        browser.click("#preview-close");
        // Closing takes a step back in the history, which would end a way elsewhere.
        browser.await("!document.getElementById('preview').open && !history.state?.preview");
        browser.go(folder.url() + "page.html");
        assertTrue(browser.text("document.body.innerText").contains("<script>"));
    }

    @Test
    void anotherLookWhileTheLastOneCloses_stays() throws IOException {
        look("page.html");
        for (String name : List.of("long.log", "page.html", "notes 10.md", "page.html")) {
            browser.run("document.getElementById('preview').close()");
            look(name);
            browser.await("history.state?.preview === true");
            browser.await("document.querySelector('#stage pre')?.innerText.length > 5");
            assertEquals(name, browser.text("document.getElementById('preview-name').innerText"));
        }
        browser.run(
                "window.looks = 0; document.getElementById('preview').close();"
                        + " setInterval(() => { const closed = !history.state"
                        + " && !document.getElementById('preview').open;"
                        + " window.looks = closed ? window.looks + 1 : 0; }, 100)");
        browser.await("window.looks > 3"); // it stays so
    }

    @Test
    void whatCannotBeShown_saysSo() throws IOException {
        look("broken.png");
        browser.await("document.getElementById('stage').innerText.includes('cannot be shown')");
        browser.shoot("cannot be shown");
    }

    @Test
    void folder_leadsDown_andCrumbsLeadUp() throws IOException {
        browser.click("tr[data-kind=folder] td.name a");
        browser.await("document.title === 'letters' && document.readyState === 'complete'");
        assertEquals("to the council.txt", browser.text(NAMES));
        browser.click(".crumbs a");
        browser.await("document.title === 'garden'");
    }

    @Test
    void pageWithoutScripts_isATableOfLinks() throws IOException {
        browser.devTools("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            browser.go(folder.url());
            browser.shoot("without scripts");
            browser.click("tr[data-kind=text] td.name a");
        } finally {
            browser.devTools("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
        browser.await("document.body.innerText.includes('line of the log')");
    }

    @Test
    void whatIsNotThere_isAPageThatSaysSo() throws IOException {
        browser.go(folder.url() + "letters/gone.txt");
        assertEquals("There is nothing here.", browser.text("document.title"));
        browser.shoot("nothing there");
        browser.click("main a");
        browser.await("document.title === 'garden'");
    }
}
