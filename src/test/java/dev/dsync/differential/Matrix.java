package dev.dsync.differential;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Flags by entry kinds: how many cases showed that the flag matters to an entry of the kind. */
final class Matrix {

    static final String NO_FLAG = "(none)";

    private static final List<String> COLUMNS =
            Stream.concat(
                            Arrays.stream(EntryKind.values()).map(EntryKind::toString),
                            Stream.of("run"))
                    .toList();

    private final Map<String, Map<String, Integer>> rows = new TreeMap<>();

    /** Declares rows, which then have to fill. */
    void rows(List<String> flags) {
        flags.forEach(
                flag -> rows.putIfAbsent(DifferentialCase.withoutValue(flag), new TreeMap<>()));
    }

    synchronized void count(String flag, Set<String> kinds) {
        kinds.forEach(
                kind ->
                        rows.computeIfAbsent(flag, _ -> new TreeMap<>())
                                .merge(kind, 1, Integer::sum));
    }

    List<String> emptyRows() {
        return rows.entrySet().stream()
                .filter(row -> row.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Kinds of entries that no row has met. */
    List<String> emptyColumns() {
        return COLUMNS.stream()
                .filter(kind -> rows.values().stream().noneMatch(row -> row.containsKey(kind)))
                .toList();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("%-20s".formatted("flag"));
        COLUMNS.forEach(column -> text.append("%11s".formatted(column)));
        rows.forEach(
                (flag, cells) -> {
                    text.append("\n%-20s".formatted(flag));
                    COLUMNS.forEach(
                            column -> text.append("%11s".formatted(cells.getOrDefault(column, 0))));
                });
        return text.append('\n').toString();
    }
}
