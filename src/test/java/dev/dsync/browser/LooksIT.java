package dev.dsync.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How pages look and what they tell to those who do not see them: on a desktop and on a phone, by
 * day and by night. The pictures lie in {@code target/screenshots}.
 */
@Tag("browser")
class LooksIT {
    private static final Set<String> NAMED =
            Set.of("button", "link", "checkbox", "textbox", "searchbox", "progressbar", "dialog");

    /** The contrast of each text with what lies behind it, where it is too little (WCAG AA). */
    private static final String PALE =
            """
            const parse = (c) => (c.match(/[\\d.]+/g) ?? []).map(Number);
            const light = (c) => c.slice(0, 3).map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92
                : ((v + 0.055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
            const behind = (e) => { for (let n = e; n; n = n.parentElement) {
                const c = parse(getComputedStyle(n).backgroundColor);
                if (c.length === 3 || c[3] > 0.5) return c; } return [255, 255, 255]; };
            const ratio = (a, b) => { const [x, y] = [light(a), light(b)];
                return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); };
            const pale = [];
            const check = (what, colour, element, least) => { const r = ratio(parse(colour), behind(element));
                if (r < least) pale.push(what + ' ' + r.toFixed(2)); };
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            let seen = 0;
            for (let n = walk.nextNode(); n; n = walk.nextNode()) {
                const e = n.parentElement;
                if (!n.data.trim() || !e.checkVisibility() || e.closest('.unseen')) continue;
                const s = getComputedStyle(e);
                const size = parseFloat(s.fontSize);
                seen++;
                check(n.data, s.color, e, size >= 24 || (size >= 18.66 && s.fontWeight >= 700) ? 3 : 4.5);
            }
            for (const e of document.querySelectorAll('.icon, input:not(.unseen)')) {
                if (!e.checkVisibility()) continue;
                const s = getComputedStyle(e);
                check(e.id || e.parentElement.className, e.localName === 'input' ? s.borderColor : s.color,
                    e.parentElement, 3);
            }
            return seen > 0 ? pale : ['no text'];
            """;

    private final List<String> faults = new ArrayList<>();

    @Test
    void pages_areLegibleAndTold_onEveryScreen(@TempDir Path scratch) throws IOException {
        try (SharedFolder folder = garden(scratch);
                Browser browser = Browser.open(scratch)) {
            folder.share("--upload");
            for (boolean dark : List.of(false, true)) {
                for (int width : new int[] {1200, 390}) {
                    look(folder, browser, width, dark);
                }
            }
            assertEquals(List.of(), faults);
            assertEquals(List.of(), browser.complaints());
        }
    }

    private static SharedFolder garden(Path scratch) throws IOException {
        SharedFolder folder = new SharedFolder(scratch, "garden");
        folder.add("drafts/pond.txt", Contents.text("pond"));
        folder.add("letters/to the council.txt", Contents.text("Dear council,\n"));
        folder.add("summer/june.png", Contents.image(64, 42));
        folder.add("birds at six.wav", Contents.sound());
        folder.add("clip of the pond.webm", Contents.video());
        folder.add("evening hills.png", Contents.image(960, 630));
        folder.add("greenhouse model.bin", SharedFolder.noise(96 << 20, 1));
        folder.add("map of the grounds.pdf", SharedFolder.noise(820_000, 2));
        folder.add("orchard.zip", SharedFolder.noise(640_000, 3));
        folder.add("plan.csv", Contents.text("bed,plant,week\n1,beans,18\n2,leeks,20\n"));
        folder.add("reading list.md", Contents.text("# Reading list\n\n" + "- beds\n".repeat(60)));
        folder.add("survey.tar.zst", SharedFolder.noise(3_400_000, 4));
        return folder;
    }

    private void look(SharedFolder folder, Browser browser, int width, boolean dark)
            throws IOException {
        String screen = (width < 500 ? "phone" : "desktop") + (dark ? ", dark" : "");
        browser.throttle(0);
        browser.look(width, width < 500 ? 844 : 820, dark);
        browser.go(folder.url());
        judge(browser, "list, " + screen);
        browser.throttle(3 << 20);
        browser.click("input[aria-label='Tick evening hills.png']");
        browser.click("input[aria-label='Tick letters']");
        browser.run(
                "delete window.showSaveFilePicker; for (const n of ['survey.tar.zst', 'greenhouse"
                        + " model.bin']) document.querySelector(`a.get[aria-label='Download"
                        + " ${n}']`).click()");
        browser.await("document.querySelector('#transfers .well')");
        browser.awaitTransfer("left");
        judge(browser, "transfers, " + screen);
        browser.click("#transfers button[aria-label^=Cancel]");
        browser.throttle(0);
        for (String name : List.of("evening hills.png", "reading list.md", "birds at six.wav")) {
            browser.run(
                    "[...document.querySelectorAll('td.name a')].find(a => a.innerText ==="
                            + " arguments[0]).click()",
                    name);
            browser.await(
                    "document.querySelector('#stage img')?.complete"
                            + " || document.querySelector('#stage pre, #stage audio')");
            judge(browser, name.replaceFirst("\\..*", "") + ", " + screen);
            browser.press(Browser.ESCAPE);
            browser.await("!document.getElementById('preview').open && !history.state?.preview");
        }
        browser.go(folder.url() + "letters/");
        judge(browser, "folder, " + screen);
    }

    private void judge(Browser browser, String name) throws IOException {
        browser.shoot(name);
        Object pale = browser.run(PALE);
        ((List<?>) Objects.requireNonNull(pale)).forEach(one -> faults.add(name + ": pale " + one));
        if (!browser.fits()) {
            faults.add(name + ": scrolls sideways");
        }
        int found = 0;
        Object tree = browser.devTools("Accessibility.getFullAXTree", Map.of());
        for (Object node :
                (List<?>)
                        Objects.requireNonNull(
                                ((Map<?, ?>) Objects.requireNonNull(tree)).get("nodes"))) {
            Map<?, ?> facts = (Map<?, ?>) node;
            String role = value(facts.get("role"));
            if (NAMED.contains(role) && Boolean.FALSE.equals(facts.get("ignored"))) {
                found++;
                if (value(facts.get("name")).isBlank()) {
                    faults.add(name + ": a " + role + " without a name");
                }
            }
        }
        assertTrue(found > 3, "too little is told: " + name);
    }

    private static String value(@Nullable Object property) {
        return property instanceof Map<?, ?> map ? Objects.toString(map.get("value"), "") : "";
    }
}
