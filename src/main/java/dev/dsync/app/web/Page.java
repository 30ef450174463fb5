package dev.dsync.app.web;

import dev.dsync.app.web.SharedFiles.Row;
import dev.dsync.core.tree.Name;
import java.io.IOException;
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
 * it is a table of links and a form.
 */
final class Page {
    private static final Pattern FIELD = Pattern.compile("\\{\\{(\\w+)\\}\\}");
    private static final String ROWS = "{{rows}}";
    private static final Assets ASSETS =
            new Assets(
                    "page.css",
                    "icon.svg",
                    "page.js",
                    "list.js",
                    "words.js",
                    "preview.js",
                    "tray.js",
                    "download.js",
                    "upload.js");
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int UNIT = 1024;

    private final String folder;
    private final String pin;
    private final String refused;
    private final String icons;

    Page() throws IOException {
        folder = Assets.text("page.html");
        pin = Assets.text("pin.html");
        refused = Assets.text("refused.html");
        icons = Assets.text("icons.svg");
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
     * @param limited whether a look at a file would count as a download, and so there is none
     */
    record View(
            String title,
            String base,
            List<Name> path,
            List<Row> rows,
            int names,
            int from,
            int next,
            boolean uploads,
            boolean limited) {}

    /** What the page loads under that name, if there is such a thing. */
    static Optional<Assets.Asset> asset(String name) throws IOException {
        return ASSETS.get(name);
    }

    /** Writes the page of a folder, row by row: a list of long names is many times as long. */
    void write(View view, Appendable out) throws IOException {
        Map<String, String> fields =
                Map.of(
                        "title", Markup.title(view.title, view.path),
                        "base", Markup.text(view.base),
                        "icons", icons,
                        "crumbs", Markup.crumbs(view.title, view.base, view.path),
                        "sum", sum(view),
                        "full", view.names == 0 ? "" : " hidden",
                        "more", more(view),
                        "uploads", view.uploads ? "yes" : "no");
        int rows = folder.indexOf(ROWS);
        out.append(filled(folder.substring(0, rows), fields));
        List<Row> sorted = new ArrayList<>(view.rows);
        sorted.sort(Comparator.comparing(row -> !row.isFolder()));
        if (!view.path.isEmpty()) {
            out.append(Markup.rowUp());
        }
        for (Row row : sorted) {
            out.append(Markup.row(row, view.limited));
        }
        out.append(filled(folder.substring(rows + ROWS.length()), fields));
    }

    /**
     * The page that asks for the PIN.
     *
     * @param words what is wrong; empty if nothing is
     */
    String ofPin(String base, String words) {
        return filled(pin, Map.of("base", Markup.text(base), "words", Markup.text(words)));
    }

    /**
     * The page that says why there is none.
     *
     * @param remedy what the visitor can do
     */
    String ofRefusal(String base, String words, String remedy) {
        return filled(
                refused,
                Map.of(
                        "base", Markup.text(base),
                        "words", Markup.text(words),
                        "remedy", Markup.text(remedy)));
    }

    private static String filled(String template, Map<String, String> fields) {
        StringBuilder page = new StringBuilder();
        Matcher matcher = FIELD.matcher(template);
        while (matcher.find()) {
            String value = fields.getOrDefault(matcher.group(1), "");
            matcher.appendReplacement(page, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(page);
        return page.toString();
    }

    private static String more(View view) {
        String words = view.next > 0 ? "the next names" : view.from > 0 ? "the first names" : "";
        return words.isEmpty()
                ? ""
                : "<p class=\"more\"><a href=\"?from=" + view.next + "\">" + words + "</a></p>";
    }

    private static String sum(View view) {
        if (view.next > 0 || view.from > 0) {
            return view.names + " names, from number " + (view.from + 1);
        }
        List<Row> files = view.rows.stream().filter(row -> !row.isFolder()).toList();
        long bytes = files.stream().mapToLong(row -> row.stat().size()).sum();
        List<String> words = new ArrayList<>();
        count(words, view.rows.size() - files.size(), "folder");
        count(words, files.size(), "file");
        if (!files.isEmpty()) {
            words.add(size(bytes));
        }
        return String.join(" · ", words);
    }

    private static void count(List<String> words, int number, String noun) {
        if (number > 0) {
            words.add(number + " " + noun + (number == 1 ? "" : "s"));
        }
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
}
