package dev.dsync.app.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a page loads: files that lie beside this class, by name. */
final class Assets {
    private static final Map<String, String> TYPES =
            Map.of(
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml");

    private final Set<String> names;

    /** Those with these names, and no others. */
    Assets(String... names) {
        this.names = Set.of(names);
    }

    /** One of them, and what it is to a browser. */
    record Asset(String type, String content) {}

    /** The one of that name, if there is such a thing. */
    Optional<Asset> get(String name) throws IOException {
        if (!names.contains(name)) {
            return Optional.empty();
        }
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        return type == null ? Optional.empty() : Optional.of(new Asset(type, text(name)));
    }

    /** What a file contains. */
    static String text(String name) throws IOException {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("missing from the program: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
