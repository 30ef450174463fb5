package dev.dsync.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.dsync.process.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A headless Chromium of its own, with one window. */
final class Browser implements AutoCloseable {
    static final String ENTER = "\ue007";
    static final String ESCAPE = "\ue00c";
    static final String TAB = "\ue004";
    static final String DOWN = "\ue015";
    static final String RIGHT = "\ue014";

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
    private static final String TRANSFER = "document.querySelector('#transfers .state')?.innerText";
    private static final Path SHOTS = Path.of("target", "screenshots");

    private final Driver driver;
    private final String session;
    private final Path downloads;

    private Browser(Driver driver, String session, Path downloads) {
        this.driver = driver;
        this.session = "/session/" + session;
        this.downloads = downloads;
    }

    /**
     * Starts one.
     *
     * @param scratch where its profile and its downloads go
     */
    static Browser open(Path scratch) throws IOException {
        Path downloads = Files.createDirectories(scratch.resolve("downloads"));
        Map<String, Object> options =
                Map.of(
                        "args",
                        List.of(
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--disable-dev-shm-usage",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--force-prefers-reduced-motion",
                                "--lang=en-GB",
                                "--user-data-dir=" + scratch.resolve("profile")),
                        "prefs",
                        Map.of(
                                "download.default_directory",
                                downloads.toString(),
                                "download.prompt_for_download",
                                false,
                                "profile.default_content_setting_values.automatic_downloads",
                                1));
        Map<String, Object> wanted =
                Map.of(
                        "goog:chromeOptions",
                        options,
                        "goog:loggingPrefs",
                        Map.of("browser", "ALL", "performance", "ALL"));
        Driver driver = Driver.open();
        Object made =
                driver.call(
                        "POST", "/session", Map.of("capabilities", Map.of("alwaysMatch", wanted)));
        String id = Objects.toString(((Map<?, ?>) Objects.requireNonNull(made)).get("sessionId"));
        Browser browser = new Browser(driver, id, downloads);
        browser.look(1200, 820, false);
        return browser;
    }

    private @Nullable Object post(String path, Map<String, ?> parameters) throws IOException {
        return driver.call("POST", session + path, parameters);
    }

    /** A command of the DevTools protocol. */
    @Nullable Object devTools(String command, Map<String, ?> parameters) throws IOException {
        return post("/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    /** Sets the width and height in pixels, and whether the visitor likes it dark. */
    void look(int width, int height, boolean dark) throws IOException {
        devTools(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        height,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        width < 500));
        devTools(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        dark ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** Lets so many bytes a second through; all if 0. */
    void throttle(int bytesPerSecond) throws IOException {
        int rate = bytesPerSecond == 0 ? -1 : bytesPerSecond;
        devTools("Network.enable", Map.of());
        devTools(
                "Network.emulateNetworkConditions",
                Map.of(
                        "offline",
                        false,
                        "latency",
                        0,
                        "downloadThroughput",
                        rate,
                        "uploadThroughput",
                        rate));
    }

    void go(String url) throws IOException {
        post("/url", Map.of("url", url));
    }

    /** Runs a function body in the page and returns what it returns. */
    @Nullable Object run(String script, Object... arguments) throws IOException {
        return post("/execute/sync", Map.of("script", script, "args", Arrays.asList(arguments)));
    }

    /** What an expression gives, as text. */
    String text(String expression, Object... arguments) throws IOException {
        return Objects.toString(run("return " + expression, arguments));
    }

    boolean holds(String expression, Object... arguments) throws IOException {
        return Boolean.TRUE.equals(run("return !!(" + expression + ")", arguments));
    }

    /** Returns as soon as an expression is true. */
    void await(String expression) throws IOException {
        try {
            Eventually.eventually(expression, DEADLINE, () -> holds(expression));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + text("document.body.innerText"), e);
        }
    }

    /** How the first transfer on the page is, in its words. */
    String transfer() throws IOException {
        return text(TRANSFER);
    }

    /** Returns as soon as the first transfer on the page is told of in these words. */
    void awaitTransfer(String words) throws IOException {
        await("(" + TRANSFER + " ?? '').includes('" + words + "')");
    }

    /** Returns as soon as so many transfers are done. */
    void awaitDone(int transfers) throws IOException {
        await("document.querySelectorAll('#transfers .well').length === " + transfers);
    }

    /** Whether the page need not be scrolled sideways. */
    boolean fits() throws IOException {
        return holds("document.documentElement.scrollWidth <= innerWidth");
    }

    private String element(String selector) throws IOException {
        Object found = post("/element", Map.of("using", "css selector", "value", selector));
        return Objects.toString(((Map<?, ?>) Objects.requireNonNull(found)).get(ELEMENT));
    }

    /** Clicks where an element is, as a pointer does. */
    void click(String selector) throws IOException {
        post("/element/" + element(selector) + "/click", Map.of());
    }

    /** Types into an element; into one for files, their paths, each on a line. */
    void type(String selector, String text) throws IOException {
        post("/element/" + element(selector) + "/value", Map.of("text", text));
    }

    /** Presses keys one after the other, wherever the focus is. */
    void press(String... keys) throws IOException {
        List<Map<String, Object>> strokes = new ArrayList<>();
        for (String key : keys) {
            strokes.add(Map.of("type", "keyDown", "value", key));
            strokes.add(Map.of("type", "keyUp", "value", key));
        }
        post(
                "/actions",
                Map.of(
                        "actions",
                        List.of(Map.of("type", "key", "id", "keys", "actions", strokes))));
    }

    /** Keeps a picture of the window under that name. */
    void shoot(String name) throws IOException {
        Object picture = driver.call("GET", session + "/screenshot", null);
        Files.createDirectories(SHOTS);
        Files.write(
                SHOTS.resolve(name + ".png"),
                Base64.getDecoder().decode(Objects.toString(picture)));
    }

    /** What the browser complained of since this was asked last. */
    List<String> complaints() throws IOException {
        return entries("browser").stream()
                .filter(e -> !Objects.toString(e.get("level")).matches("INFO|DEBUG"))
                .map(e -> Objects.toString(e.get("message")))
                .toList();
    }

    /** What the browser asked others for since this was asked last, its own pages left out. */
    List<Request> requests() throws IOException {
        List<Request> requests = new ArrayList<>();
        for (Map<?, ?> entry : entries("performance")) {
            Map<String, Object> message = JSON.std.mapFrom(Objects.toString(entry.get("message")));
            Map<?, ?> event = (Map<?, ?>) Objects.requireNonNull(message.get("message"));
            if ("Network.requestWillBeSent".equals(event.get("method"))
                    && event.get("params") instanceof Map<?, ?> parameters
                    && parameters.get("request") instanceof Map<?, ?> request) {
                requests.add(
                        new Request(
                                Objects.toString(request.get("method")),
                                Objects.toString(request.get("url")),
                                Objects.toString(request.get("headers"))));
            }
        }
        requests.removeIf(request -> request.url().matches("(?s)(chrome|data|blob):.*"));
        return requests;
    }

    /** Nobody else was asked for anything since requests were asked for last. */
    void assertAskedOnly(String url) throws IOException {
        for (Request request : requests()) {
            assertTrue(request.url().startsWith(url), request::url);
        }
    }

    /** Something the browser asked for. */
    record Request(String method, String url, String headers) {}

    private List<Map<?, ?>> entries(String log) throws IOException {
        List<Map<?, ?>> entries = new ArrayList<>();
        if (post("/se/log", Map.of("type", log)) instanceof List<?> list) {
            list.forEach(entry -> entries.add((Map<?, ?>) entry));
        }
        return entries;
    }

    /** Files that were saved, without those that are not whole. */
    List<Path> saved() throws IOException {
        try (Stream<Path> files = Files.list(downloads)) {
            return files.filter(file -> !isPart(file)).sorted().toList();
        }
    }

    /** Whether it is one that is being saved, or the empty one that keeps its name for it. */
    private static boolean isPart(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".crdownload")
                || name.startsWith(".org.chromium.")
                || file.toFile().length() == 0;
    }

    /** The file that was saved under that name, once it is there. */
    Path saved(String name) throws IOException {
        Path file = downloads.resolve(name);
        Eventually.eventually("saved " + name, DEADLINE, () -> saved().contains(file));
        return file;
    }

    /** Forgets what was saved. */
    void discard() throws IOException {
        for (Path file : saved()) {
            Files.delete(file);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            driver.call("DELETE", session, null);
        } finally {
            driver.close();
        }
    }
}
