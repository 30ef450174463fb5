package dev.dsync.app.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What a status page is made of. */
final class StatusAssets {
    private static final Map<String, String> TYPES =
            Map.of(
                    "page.css", "text/css; charset=utf-8",
                    "status.css", "text/css; charset=utf-8",
                    "status.js", "text/javascript; charset=utf-8",
                    "status.svg", "image/svg+xml",
                    "graph.js", "text/javascript; charset=utf-8");

    private StatusAssets() {}

    /** One thing, and what it is to a browser. */
    record Asset(String type, String content) {}

    /** The page itself, of a watch or of what serves. */
    static Asset page(String kind) throws IOException {
        return new Asset("text/html; charset=utf-8", text(kind + ".html"));
    }

    /** What the page loads under that name, if there is such a thing. */
    static Optional<Asset> asset(String name) throws IOException {
        String type = TYPES.get(name);
        return type == null ? Optional.empty() : Optional.of(new Asset(type, text(name)));
    }

    private static String text(String name) throws IOException {
        try (InputStream in = StatusAssets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("missing from the program: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
