package dev.dsync.app.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The fields of a form, in order. */
record Form(List<Field> fields) {
    Form {
        fields = List.copyOf(fields);
    }

    /** One of them. */
    record Field(String name, String value) {}

    /** What a browser makes of a form; what it does not make is left out. */
    static Form parse(String text) {
        List<Field> fields = new ArrayList<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            try {
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.add(new Field(decoded(name), decoded(value)));
            } catch (IllegalArgumentException e) {
                // A percent sign no browser writes.
            }
        }
        return new Form(fields);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    boolean has(String name) {
        return fields.stream().anyMatch(field -> field.name.equals(name));
    }

    /** The first value of that name; empty if there is none. */
    String value(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? "" : values.getFirst();
    }

    List<String> values(String name) {
        return fields.stream().filter(f -> f.name.equals(name)).map(Field::value).toList();
    }
}
