package dev.dsync.browser;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.dsync.process.Command;
import dev.dsync.process.Eventually;
import dev.dsync.process.Ports;
import dev.dsync.process.Precondition;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ChromeDriver as a process, spoken to as W3C WebDriver has it. */
final class Driver implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Command.Running process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    private Driver(Command.Running process, int port) {
        this.process = process;
        this.base = "http://127.0.0.1:" + port;
    }

    static Driver open() throws IOException {
        Precondition.program("chromium");
        int port = Ports.free();
        String program = Precondition.program("chromedriver").toString();
        Driver driver = new Driver(Command.of(program, "--port=" + port).start(), port);
        Eventually.eventually("ChromeDriver answers", DEADLINE, driver::isThere);
        return driver;
    }

    private boolean isThere() throws IOException {
        try {
            return call("GET", "/status", null) != null;
        } catch (ConnectException e) {
            return false; // not yet
        }
    }

    /**
     * One command.
     *
     * @return its value
     * @throws AssertionError if the browser cannot do it
     */
    @Nullable Object call(String method, String path, @Nullable Map<String, ?> parameters)
            throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(DEADLINE)
                        .header("Content-Type", "application/json; charset=utf-8")
                        .method(
                                method,
                                parameters == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(
                                                JSON.std.asString(parameters)))
                        .build();
        try {
            HttpResponse<String> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (answer.statusCode() != 200) {
                throw new AssertionError(method + " " + path + ": " + answer.body());
            }
            return JSON.std.mapFrom(answer.body()).get("value");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    @Override
    public void close() {
        http.close();
        process.close();
    }
}
