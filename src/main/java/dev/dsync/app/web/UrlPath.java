package dev.dsync.app.web;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A visitor's path: names, decoded once.
 *
 * @param names none for {@code /}
 * @param folder whether it ends with a slash
 */
record UrlPath(List<Name> names, boolean folder) {
    private static final String PLAIN =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static final String HEX = "0123456789ABCDEF";

    UrlPath {
        names = List.copyOf(names);
    }

    /** The path of a request; nothing if it is none that could be meant. */
    static Optional<UrlPath> parse(String raw) {
        if (!raw.startsWith("/")) {
            return Optional.empty();
        }
        List<Name> names = new ArrayList<>();
        String[] parts = raw.substring(1).split("/", -1);
        boolean folder = parts[parts.length - 1].isEmpty();
        for (int i = 0; i < parts.length - (folder ? 1 : 0); i++) {
            Optional<Name> name = name(parts[i]);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            names.add(name.get());
        }
        return Optional.of(new UrlPath(names, folder));
    }

    /** A name as it stands in a path, percent signs and all; nothing if it is no name. */
    static Optional<Name> name(String part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int i = 0;
        while (i < part.length()) {
            char c = part.charAt(i);
            if (c == '%') {
                int high = i + 2 < part.length() ? Character.digit(part.charAt(i + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(part.charAt(i + 2), 16);
                if (low < 0) {
                    return Optional.empty();
                }
                bytes.write(high << 4 | low);
                i += 3;
            } else {
                int point = part.codePointAt(i);
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(point);
            }
        }
        try {
            return Optional.of(Name.of(bytes.toByteArray()));
        } catch (IllegalNameException e) {
            return Optional.empty();
        }
    }

    /** A name as it is written in a path or a header: what is not plain by its bytes. */
    static String encoded(byte[] name) {
        StringBuilder text = new StringBuilder();
        for (byte b : name) {
            char c = (char) (b & 0xff);
            if (PLAIN.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return text.toString();
    }
}
