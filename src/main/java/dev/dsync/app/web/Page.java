package dev.dsync.app.web;

import dev.dsync.app.web.SharedFiles.Row;
import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.Name;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of a folder, made of {@code page.html}; what it loads lies beside that. Without scripts
 * it is a table of links and a form. Names become text, never markup.
 */
final class Page {
    private static final Pattern FIELD = Pattern.compile("\\{\\{(\\w+)\\}\\}");
    private static final Map<String, String> ASSETS =
            Map.of(
                    "page.css", "text/css; charset=utf-8",
                    "page.js", "text/javascript; charset=utf-8");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int UNIT = 1024;

    /** What writes text in the other direction, or from there on, and so could disguise a name. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]");

    private final String folder;
    private final String pin;

    Page() throws IOException {
        folder = text(resource("page.html"));
        pin = text(resource("pin.html"));
    }

    /**
     * What a page of a folder shows.
     *
     * @param title what the whole share is called
     * @param base the path of the share, with a slash at its end
     * @param path the folder's, below it
     * @param names how many there are in the folder
     * @param from how many of them stand before the ones on this page
     * @param next how many stand before the ones on the next page; 0 if this is the last
     * @param uploads whether visitors may leave files
     */
    record View(
            String title,
            String base,
            List<Name> path,
            List<Row> rows,
            int names,
            int from,
            int next,
            boolean uploads) {}

    /** Something the page loads. */
    record Asset(String type, String content) {}

    /** What the page loads under that name, if there is such a thing. */
    static Optional<Asset> asset(String name) throws IOException {
        String type = ASSETS.get(name);
        return type == null ? Optional.empty() : Optional.of(new Asset(type, text(resource(name))));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("missing from the program: " + name);
            }
            return in.readAllBytes();
        }
    }

    /** The page of a folder. */
    byte[] of(View view) {
        List<Row> sorted = new ArrayList<>(view.rows);
        sorted.sort(Comparator.comparing(row -> !row.isFolder()));
        return filled(
                folder,
                Map.of(
                        "title",
                        text(view.path.isEmpty() ? view.title : shown(view.path.getLast())),
                        "base",
                        text(view.base),
                        "crumbs",
                        crumbs(view.title, view.base, view.path),
                        "sum",
                        sum(view),
                        "rows",
                        rows(sorted, !view.path.isEmpty()),
                        "more",
                        view.next == 0
                                ? ""
                                : "<p class=\"more\"><a href=\"?from="
                                        + view.next
                                        + "\">more</a></p>",
                        "uploads",
                        view.uploads ? "yes" : "no"));
    }

    /**
     * The page that asks for the PIN.
     *
     * @param words what is wrong; empty if nothing is
     */
    byte[] ofPin(String base, String words) {
        return filled(pin, Map.of("base", text(base), "words", text(words)));
    }

    private static byte[] filled(String template, Map<String, String> fields) {
        StringBuilder page = new StringBuilder();
        Matcher matcher = FIELD.matcher(template);
        while (matcher.find()) {
            String value = fields.getOrDefault(matcher.group(1), "");
            matcher.appendReplacement(page, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(page);
        return page.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String sum(View view) {
        if (view.next > 0 || view.from > 0) {
            return view.names + " names, from number " + (view.from + 1);
        }
        long files = view.rows.stream().filter(row -> !row.isFolder()).count();
        long folders = view.rows.size() - files;
        long bytes =
                view.rows.stream()
                        .filter(row -> !row.isFolder())
                        .mapToLong(row -> row.stat().size())
                        .sum();
        return folders
                + (folders == 1 ? " folder, " : " folders, ")
                + files
                + (files == 1 ? " file, " : " files, ")
                + size(bytes);
    }

    private static String crumbs(String title, String base, List<Name> path) {
        StringBuilder html = new StringBuilder();
        StringBuilder href = new StringBuilder(base);
        link(html, href.toString(), title);
        for (Name name : path) {
            href.append(UrlPath.encoded(name.bytes())).append('/');
            html.append(" / ");
            link(html, href.toString(), shown(name));
        }
        return html.toString();
    }

    private static void link(StringBuilder html, String href, String words) {
        html.append("<a href=\"").append(text(href)).append("\"><bdi>");
        html.append(text(words)).append("</bdi></a>");
    }

    private static String rows(List<Row> rows, boolean below) {
        StringBuilder html = new StringBuilder();
        if (below) {
            html.append("<tr class=\"up\"><td></td><td class=\"name\"><a href=\"../\">..</a></td>");
            html.append("<td class=\"size\"></td><td class=\"time\"></td></tr>\n");
        }
        for (Row row : rows) {
            row(html, row);
        }
        return html.toString();
    }

    private static void row(StringBuilder html, Row row) {
        String encoded = UrlPath.encoded(row.name().bytes());
        boolean folder = row.isFolder();
        long seconds = row.stat().modified().seconds();
        html.append("<tr data-kind=\"").append(folder ? "folder" : kind(row.name()));
        html.append("\" data-size=\"").append(folder ? 0 : row.stat().size());
        html.append("\" data-time=\"").append(seconds).append("\"><td>");
        html.append("<input type=\"checkbox\" name=\"name\" value=\"").append(encoded);
        html.append("\" aria-label=\"").append(text(shown(row.name()))).append("\"></td>");
        html.append("<td class=\"name\">");
        // A name with a colon would else be a scheme.
        link(html, "./" + encoded + (folder ? "/" : ""), shown(row.name()) + (folder ? "/" : ""));
        html.append("</td><td class=\"size\">").append(folder ? "" : size(row.stat().size()));
        html.append("</td><td class=\"time\">").append(time(seconds)).append("</td></tr>\n");
    }

    /** What scripts may show it as: {@code image}, {@code video}, {@code audio}, {@code text}. */
    private static String kind(Name name) {
        MediaType type = MediaType.of(name);
        return type.shown() ? type.text().substring(0, type.text().indexOf('/')) : "file";
    }

    private static String time(long seconds) {
        return TIME.format(Instant.ofEpochSecond(Math.clamp(seconds, 0, 253_402_300_799L)));
    }

    /** A number of bytes to read: three digits and a unit. */
    static String size(long bytes) {
        int unit = 0;
        double amount = bytes;
        while (amount >= UNIT && unit < UNITS.length - 1) {
            amount /= UNIT;
            unit++;
        }
        String digits =
                unit == 0
                        ? Long.toString(bytes)
                        : String.format(Locale.ROOT, amount < 10 ? "%.1f" : "%.0f", amount);
        return digits + " " + UNITS[unit];
    }

    private static String shown(Name name) {
        return UNSEEN.matcher(Escape.path(name.bytes())).replaceAll("\ufffd");
    }

    /** Text as markup that shows it. */
    private static String text(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
