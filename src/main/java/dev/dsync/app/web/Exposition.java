package dev.dsync.app.web;

import java.util.Map;

/** Figures as Prometheus reads them: its text format, version 0.0.4. */
final class Exposition {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();

    /** The name of the figures that follow. */
    private String family = "";

    /** Figures that may rise and fall follow. */
    Exposition gauge(String name, String help) {
        return family(name, help, "gauge");
    }

    /** Figures that only rise, until the program starts again, follow. */
    Exposition counter(String name, String help) {
        return family(name, help, "counter");
    }

    private Exposition family(String name, String help, String type) {
        family = name;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** One of the figures that were begun last. */
    void value(Map<String, String> labels, long value) {
        text.append(family);
        if (!labels.isEmpty()) {
            String before = "{";
            for (Map.Entry<String, String> label : labels.entrySet()) {
                text.append(before).append(label.getKey()).append("=\"");
                text.append(escaped(label.getValue())).append('"');
                before = ",";
            }
            text.append('}');
        }
        text.append(' ').append(value).append('\n');
    }

    /** The only one of them, without labels. */
    void value(long value) {
        value(Map.of(), value);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    String text() {
        return text.toString();
    }
}
