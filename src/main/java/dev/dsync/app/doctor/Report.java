package dev.dsync.app.doctor;

import dev.dsync.app.render.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Findings and settings as aligned text that fits into 80 columns, but for what is typed. */
public final class Report {
    private static final int WIDTH = 80;
    private static final int FIRST = 14;
    private static final int SECOND = 7;
    private static final int SETTING = 18;
    private static final int SOURCE = 13;

    private Report() {}

    /** One finding of a check. */
    public static String finding(String subject, Finding finding) {
        String level = finding.level().name().toLowerCase(Locale.ROOT);
        StringBuilder text = new StringBuilder();
        String margin = " ".repeat(FIRST + SECOND);
        append(text, padded(subject, FIRST) + padded(level, SECOND), finding.text(), margin);
        if (!finding.command().isEmpty()) {
            append(text, margin, finding.advice() + ":", margin);
            text.append(margin).append("$ ").append(Printable.of(finding.command())).append('\n');
        }
        return text.toString();
    }

    /** One setting and where it comes from. */
    public static String setting(String name, String source, String value) {
        StringBuilder text = new StringBuilder();
        String margin = " ".repeat(SETTING + SOURCE);
        append(text, padded(name, SETTING) + padded(source, SOURCE), value, margin);
        return text.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private static void append(StringBuilder out, String start, String text, String margin) {
        String before = start;
        for (String line : lines(text, WIDTH - margin.length())) {
            out.append((before + line).stripTrailing()).append('\n');
            before = margin;
        }
    }

    private static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
