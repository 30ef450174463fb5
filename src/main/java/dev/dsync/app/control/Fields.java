package dev.dsync.app.control;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A JSON object somebody else has written. */
final class Fields {
    private final Map<?, ?> values;

    private Fields(Map<?, ?> values) {
        this.values = values;
    }

    /**
     * The object of a line.
     *
     * @throws IOException if it is none
     */
    static Fields of(byte[] line) throws IOException {
        Object value = JSON.std.anyFrom(new String(line, StandardCharsets.UTF_8));
        if (value instanceof Map<?, ?> map) {
            return new Fields(map);
        }
        throw new IOException("it is no JSON object");
    }

    /** A string; empty if there is none. */
    String text(String name) {
        return values.get(name) instanceof String text ? text : "";
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** A whole number; 0 if there is none. */
    long number(String name) {
        Object value = values.get(name);
        return value instanceof Integer || value instanceof Long ? ((Number) value).longValue() : 0;
    }

    <E extends Enum<E>> E word(String name, Class<E> type) throws IOException {
        try {
            return Enum.valueOf(type, text(name).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IOException("its " + name + " is not understood", e);
        }
    }

    /** The strings of a list; none if there is no list. */
    List<String> texts(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
                : List.of();
    }

    /** The objects of a list; none if there is no list. */
    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        if (values.get(name) instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> map) {
                    objects.add(new Fields(map));
                }
            }
        }
        return objects;
    }
}
