package dev.dsync.differential;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An entry of a tree that is made up, with what is below it, in the words of a tree of a case.
 *
 * @param owner with the extended attributes
 * @param kind as in a {@code TreeSpec}
 * @param data content, target or numbers of a device; empty where there are none
 */
record RandomNode(
        char kind,
        String mode,
        String owner,
        String time,
        String data,
        SortedMap<String, RandomNode> below) {

    static RandomNode leaf(char kind, String mode, String owner, String time, String data) {
        return new RandomNode(kind, mode, owner, time, data, new TreeMap<>());
    }

    boolean isDirectory() {
        return kind == 'd';
    }

    /** The line of this entry alone. */
    String line(String path) {
        StringBuilder line = new StringBuilder().append(kind).append(' ').append(path);
        for (String field : List.of(kind == 'l' ? "" : mode, owner, time)) {
            line.append(field.isEmpty() ? "" : " " + field);
        }
        if (!data.isEmpty()) {
            line.append(kind == 'l' ? " -> " : " ").append(data);
        }
        return line.toString();
    }

    /** The lines of this directory, {@code .}, and of all below it. */
    void lines(String path, List<String> lines) {
        lines.add(line(path));
        below.forEach(
                (name, child) -> child.lines(path.equals(".") ? name : path + "/" + name, lines));
    }
}
