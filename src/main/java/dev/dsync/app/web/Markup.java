package dev.dsync.app.web;

import dev.dsync.app.web.SharedFiles.Row;
import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.Name;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Names and what is known of them as markup: they become text, whatever is in them. */
final class Markup {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** What joins letters and pictures, or keeps them apart, and changes nothing else. */
    private static final String NON_JOINER = "\u200c";

    private static final String JOINER = "\u200d";

    private Markup() {}

    /** What a folder is called. */
    static String title(String share, List<Name> path) {
        return text(path.isEmpty() ? share : shown(path.getLast()));
    }

    /** The way to a folder, as items of a list. */
    static String crumbs(String share, String base, List<Name> path) {
        StringBuilder html = new StringBuilder();
        StringBuilder href = new StringBuilder(base);
        crumb(html, href, share, path.isEmpty());
        for (int i = 0; i < path.size(); i++) {
            href.append(UrlPath.encoded(path.get(i).bytes())).append('/');
            crumb(html, href, shown(path.get(i)), i == path.size() - 1);
        }
        return html.toString();
    }

    private static void crumb(StringBuilder html, StringBuilder href, String words, boolean last) {
        html.append("<li><a href=\"").append(text(href.toString())).append('"');
        html.append(last ? " aria-current=\"page\"" : "");
        html.append("><bdi>").append(text(words)).append("</bdi></a></li>");
    }

    /** The row of the folder above. */
    static String rowUp() {
        return "<tr class=\"up\"><td class=\"tick\"></td><td class=\"name\"><span class=\"line\">"
                + icon("i-back")
                + "<a href=\"../\">Up</a></span></td><td class=\"size\"></td>"
                + "<td class=\"time\"></td><td class=\"do\"></td></tr>\n";
    }

    /**
     * A name as a row of a table.
     *
     * @param limited whether scripts show no files
     */
    static String row(Row row, boolean limited) {
        StringBuilder html = new StringBuilder();
        String encoded = UrlPath.encoded(row.name().bytes());
        String name = text(shown(row.name()));
        boolean folder = row.isFolder();
        String size = folder ? "" : Page.size(row.stat().size());
        String time = time(row.stat().modified().seconds());
        MediaType type = MediaType.of(row.name());
        html.append("<tr data-kind=\"").append(folder ? "folder" : limited ? "file" : kind(type));
        html.append("\" data-size=\"").append(folder ? 0 : row.stat().size());
        html.append("\" data-time=\"").append(row.stat().modified().seconds());
        html.append("\"><td class=\"tick\"><input type=\"checkbox\" name=\"name\" value=\"");
        html.append(encoded).append("\" aria-label=\"Tick ").append(name).append("\"></td>");
        html.append("<td class=\"name\"><span class=\"line\">");
        html.append(icon(folder ? "i-folder" : icon(type)));
        // A name with a colon would else be a scheme.
        html.append("<span><a href=\"./").append(encoded).append(folder ? "/" : "");
        html.append("\"><bdi>").append(name).append("</bdi></a><span class=\"meta\">");
        html.append(folder ? "" : size + " · ").append(time).append("</span></span></span></td>");
        html.append("<td class=\"size\">").append(size).append("</td>");
        html.append("<td class=\"time\">").append(time).append("</td>");
        html.append("<td class=\"do\"><a class=\"get\" href=\"./").append(encoded);
        html.append(folder ? "/?archive=zip" : "?download").append("\" aria-label=\"Download ");
        html.append(name).append(folder ? " as .zip" : "").append("\">");
        return html.append(icon("i-get")).append("</a></td></tr>\n").toString();
    }

    private static String icon(String id) {
        return "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#" + id + "\"></use></svg>";
    }

    /** What scripts may show it as: {@code image}, {@code video}, {@code audio}, {@code text}. */
    private static String kind(MediaType type) {
        return type.shown() ? type.text().substring(0, type.text().indexOf('/')) : "file";
    }

    private static String icon(MediaType type) {
        if (type.shown()) {
            return "i-" + kind(type);
        }
        return switch (type.text()) {
            case "application/octet-stream" -> "i-file";
            case "application/pdf" -> "i-text";
            default -> "i-archive";
        };
    }

    private static String time(long seconds) {
        Instant instant = HttpTime.instant(seconds);
        return "<time datetime=\"" + instant + "\">" + TIME.format(instant) + "</time>";
    }

    /**
     * A name to read: what is seen of it is what it is, and no name looks like another because of
     * what writes in the other direction. Without joiners many languages cannot be written.
     */
    private static String shown(Name name) {
        return Escape.path(name.bytes())
                .replace(Escape.text(NON_JOINER), NON_JOINER)
                .replace(Escape.text(JOINER), JOINER);
    }

    /** Text as markup that shows it. */
    static String text(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
