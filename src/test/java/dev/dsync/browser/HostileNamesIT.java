package dev.dsync.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Escape;
import dev.dsync.process.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names chosen by somebody who means harm: text on the page, and nothing else anywhere. */
@Tag("browser")
class HostileNamesIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int NAMES_MIN = 150;
    private static final String ROWS = "[...document.querySelectorAll('tr[data-kind]')]";

    @Test
    void names_areTextOnThePage_andEachIsSavedWithItsBytes(@TempDir Path scratch) throws Exception {
        List<byte[]> names = HostileNames.all();
        assertTrue(names.size() >= NAMES_MIN, () -> "only " + names.size());
        TreeMap<String, String> contents = new TreeMap<>();
        try (SharedFolder folder = new SharedFolder(scratch, "<i>&amp;\"'")) {
            for (int i = 0; i < names.size(); i++) {
                folder.add(names.get(i), Contents.text("content " + i));
                contents.put(shown(names.get(i)), "content " + i);
            }
            assertEquals(names.size(), contents.size(), "two show as one");
            folder.share();
            try (Browser browser = Browser.open(scratch)) {
                browser.go(folder.url());
                assertNoMarkup(browser, contents);
                assertEachAnswersItsLink(browser, contents);
                assertEachIsSaved(browser, contents);
                assertEachIsFoundAndLookedAt(browser);
                assertFalse(browser.holds("window.hacked"));
                browser.click("button[value=zip]");
                browser.await("document.title.startsWith('<i>')");
                browser.shoot("hostile names");
                browser.look(390, 844, true);
                browser.shoot("hostile names, phone");
                assertTrue(browser.fits(), "it scrolls sideways");
                browser.assertAskedOnly(folder.url());
            }
        }
    }

    private static void assertNoMarkup(Browser browser, Map<String, String> contents)
            throws IOException {
        assertEquals("<i>&amp;\"'", browser.text("document.title"));
        assertEquals(
                "1", browser.text("document.scripts.length + (document.images.length ? 1 : 0)"));
        assertEquals(
                "[1]",
                browser.text(
                        "JSON.stringify([...new Set("
                                + ROWS
                                + ".map(r => r.querySelectorAll('bdi').length"
                                + " + r.querySelectorAll('bdi *').length))])"));
        String tags =
                "[...new Set("
                        + ROWS
                        + ".flatMap(r => [...r.querySelectorAll('*')].map(e => e.localName)))]"
                        + ".sort().join(' ')";
        assertEquals("a bdi input span svg td time use", browser.text(tags));
        assertEquals(
                "0",
                browser.text(
                        "document.querySelectorAll('[onclick],[onerror],[onload],[style]').length"));
        String names = ROWS + ".map(r => r.querySelector('bdi').textContent)";
        assertEquals(contents.keySet(), texts(browser.run("return " + names)));
        assertEquals(List.of(), browser.complaints());
    }

    private static void assertEachAnswersItsLink(Browser browser, Map<String, String> contents)
            throws IOException {
        browser.run(
                "window.got = []; window.left = 0; for (const r of "
                        + ROWS
                        + ") for (const a of r.querySelectorAll('a')) { window.left++;"
                        + " fetch(a.href).then(answer => answer.text()).catch(String).then(text =>"
                        + " { window.got.push(r.querySelector('bdi').textContent + '|' + text);"
                        + " window.left--; }); }");
        browser.await("window.left === 0");
        TreeSet<String> expected = new TreeSet<>();
        contents.forEach((name, content) -> expected.add(name + "|" + content));
        assertEquals(expected, texts(browser.run("return window.got")));
    }

    /** As it is to be read: escaped, but for what joins letters or keeps them apart. */
    private static String shown(byte[] name) {
        return Escape.path(name)
                .replace("\\#342\\#200\\#214", "\u200c")
                .replace("\\#342\\#200\\#215", "\u200d");
    }

    private static Set<String> texts(@Nullable Object list) {
        TreeSet<String> texts = new TreeSet<>();
        ((List<?>) Objects.requireNonNull(list)).forEach(text -> texts.add((String) text));
        return texts;
    }

    private static void assertEachIsSaved(Browser browser, Map<String, String> contents)
            throws IOException {
        browser.run("document.querySelectorAll('a.get').forEach(a => a.click())");
        browser.awaitDone(contents.size());
        TreeSet<String> missing = new TreeSet<>(contents.values());
        try {
            Eventually.eventually("all are saved", DEADLINE, () -> isAllSaved(browser, missing));
        } catch (AssertionError e) {
            throw new AssertionError("not saved: " + missing, e);
        }
        assertTrue(
                browser.holds(
                        "document.querySelectorAll('#transfers b, #transfers img').length === 0"));
        browser.click("#tray-clear");
    }

    private static boolean isAllSaved(Browser browser, Set<String> missing) throws IOException {
        for (Path file : browser.saved()) {
            missing.remove(Files.readString(file));
        }
        return missing.isEmpty();
    }

    private static void assertEachIsFoundAndLookedAt(Browser browser) throws IOException {
        browser.run(
                "const s = document.getElementById('search'); s.value = '<b>&'; s.dispatchEvent(new"
                        + " Event('input'))");
        assertEquals("7", browser.text(ROWS + ".filter(r => !r.hidden).length"));
        browser.run("document.querySelector('tr[data-kind=text]:not([hidden]) td.name a').click()");
        browser.await("document.querySelector('#stage pre')?.innerText.startsWith('content')");
        assertTrue(browser.holds("document.querySelectorAll('#preview b').length === 0"));
        browser.press(Browser.ESCAPE);
        browser.await("!document.getElementById('preview').open");
        browser.run(
                "const s = document.getElementById('search'); s.value = '<b>none';"
                        + " s.dispatchEvent(new Event('input'))");
        assertTrue(browser.holds("document.querySelectorAll('#none b').length === 0"));
        browser.run(
                "const s = document.getElementById('search'); s.value = ''; s.dispatchEvent(new"
                        + " Event('input'))");
    }
}
