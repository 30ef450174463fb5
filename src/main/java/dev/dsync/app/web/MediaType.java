package dev.dsync.app.web;

import dev.dsync.core.tree.Name;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a browser is told a file is: by its name, and never anything that could run in the page's
 * place.
 *
 * @param text as in {@code Content-Type}
 * @param shown whether a browser may show it, rather than save it
 */
record MediaType(String text, boolean shown) {
    static final String TEXT = "text/plain; charset=utf-8";

    static final String HTML = "text/html; charset=utf-8";

    private static final MediaType BYTES = new MediaType("application/octet-stream", false);
    private static final MediaType PLAIN = new MediaType(TEXT, true);
    private static final Map<String, MediaType> SAFE = new HashMap<>();
    private static final Map<String, MediaType> SITE = new HashMap<>();

    static {
        shown("image/png", "png");
        shown("image/jpeg", "jpg jpeg jfif");
        shown("image/gif", "gif");
        shown("image/webp", "webp");
        shown("image/avif", "avif");
        shown("image/bmp", "bmp");
        shown("image/x-icon", "ico");
        shown("video/mp4", "mp4 m4v");
        shown("video/webm", "webm");
        shown("video/ogg", "ogv");
        shown("video/quicktime", "mov");
        shown("audio/mpeg", "mp3");
        shown("audio/mp4", "m4a");
        shown("audio/ogg", "ogg oga opus");
        shown("audio/wav", "wav");
        shown("audio/flac", "flac");
        shown("audio/aac", "aac");
        put(
                SAFE,
                PLAIN,
                "txt md log csv tsv json xml yaml yml toml ini conf cfg diff patch html htm xhtml"
                        + " css js mjs ts java c h cc cpp hpp py rb go rs sh bash sql tex srt vtt"
                        + " properties gradle kt swift pl lua adoc rst");
        saved("application/pdf", "pdf");
        saved("application/zip", "zip");
        saved("application/gzip", "gz tgz");
        saved("application/zstd", "zst");
        saved("application/x-tar", "tar");
        site(HTML, "html htm");
        site("text/css; charset=utf-8", "css");
        site("text/javascript; charset=utf-8", "js mjs");
        site("image/svg+xml", "svg");
        site("application/json", "json");
        site("font/woff2", "woff2");
        site("font/woff", "woff");
        site("font/ttf", "ttf");
        site("application/wasm", "wasm");
    }

    private static void shown(String text, String suffixes) {
        put(SAFE, new MediaType(text, true), suffixes);
    }

    private static void saved(String text, String suffixes) {
        put(SAFE, new MediaType(text, false), suffixes);
    }

    private static void site(String text, String suffixes) {
        put(SITE, new MediaType(text, true), suffixes);
    }

    private static void put(Map<String, MediaType> types, MediaType type, String suffixes) {
        for (String suffix : suffixes.split(" ", -1)) {
            types.put(suffix, type);
        }
    }

    /** What a file of that name is taken for. */
    static MediaType of(Name name) {
        return SAFE.getOrDefault(suffix(name), BYTES);
    }

    /** What it is taken for where the operator says that the folder is a web site. */
    static MediaType ofSite(Name name) {
        String suffix = suffix(name);
        return SITE.getOrDefault(suffix, SAFE.getOrDefault(suffix, BYTES));
    }

    private static String suffix(Name name) {
        String text = new String(name.bytes(), StandardCharsets.ISO_8859_1);
        return text.substring(text.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
