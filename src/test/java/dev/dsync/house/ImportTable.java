package dev.dsync.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table of tiers and packages in architecture.md, and which package may import which. */
final class ImportTable {
    static final List<String> TIERS = List.of("core", "io", "engine", "app");

    private static final Pattern ROW =
            Pattern.compile("\\| (?:`(\\w+)`[^|]*)?\\| `(\\w+)` \\|[^|]*\\|([^|]*)\\|");

    /** One row: a package, its tier, and the packages it may import (of which it is one). */
    record Room(String name, String tier, Set<String> mayImport) {}

    private record Row(String tier, String name, String imports) {}

    private final Map<String, Room> rooms;

    private ImportTable(Map<String, Room> rooms) {
        this.rooms = rooms;
    }

    static ImportTable read(Path architecture) throws IOException {
        return parse(Files.readAllLines(architecture));
    }

    static ImportTable parse(List<String> lines) {
        Map<String, Row> rows = new LinkedHashMap<>();
        String tier = "";
        for (String line : tableLines(lines)) {
            Matcher matcher = ROW.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not a row of the import table: " + line);
            }
            if (matcher.group(1) != null) {
                tier = matcher.group(1);
            }
            if (!TIERS.contains(tier)) {
                throw new IllegalArgumentException("no tier: " + line);
            }
            String name = matcher.group(2);
            if (rows.put(name, new Row(tier, name, matcher.group(3).strip())) != null) {
                throw new IllegalArgumentException("two rows for " + name);
            }
        }
        Map<String, Room> rooms = new LinkedHashMap<>();
        for (Row row : rows.values()) {
            rooms.put(row.name(), new Room(row.name(), row.tier(), mayImport(row, rows, rooms)));
        }
        return new ImportTable(rooms);
    }

    Map<String, Room> rooms() {
        return rooms;
    }

    Room room(String name) {
        Room room = rooms.get(name);
        if (room == null) {
            throw new IllegalArgumentException("no package " + name + " in the table");
        }
        return room;
    }

    private static List<String> tableLines(List<String> lines) {
        List<String> rest =
                lines.stream().dropWhile(line -> !line.startsWith("| tier | package |")).toList();
        if (rest.isEmpty()) {
            throw new IllegalArgumentException("no table that begins with tier and package");
        }
        return rest.stream().skip(2).takeWhile(line -> line.startsWith("|")).toList();
    }

    private static Set<String> mayImport(Row row, Map<String, Row> rows, Map<String, Room> above) {
        Set<String> allowed = new LinkedHashSet<>(Set.of(row.name()));
        for (String part : row.imports().split("·", -1)) {
            String demandedTier = "";
            for (String item : part.split(",", -1)) {
                String word = item.strip();
                int colon = word.indexOf(':');
                if (colon >= 0) {
                    demandedTier = word.substring(0, colon).strip();
                    word = word.substring(colon + 1).strip();
                }
                if (!word.isEmpty()) {
                    allowed.addAll(meaning(word, demandedTier, row, rows, above));
                }
            }
        }
        return Set.copyOf(allowed);
    }

    private static Set<String> meaning(
            String word,
            String demandedTier,
            Row row,
            Map<String, Row> rows,
            Map<String, Room> above) {
        Row named = rows.get(word);
        if (named != null) {
            if (!demandedTier.isEmpty() && !demandedTier.equals(named.tier())) {
                throw new IllegalArgumentException(
                        row.name() + ": " + word + " is not in " + demandedTier);
            }
            return Set.of(word);
        }
        if (TIERS.contains(word)) {
            return ofTier(word, rows);
        }
        if (word.equals("all")) {
            return rows.keySet();
        }
        if (word.equals("the " + row.tier() + " above")) {
            return above.values().stream()
                    .filter(room -> room.tier().equals(row.tier()))
                    .map(Room::name)
                    .collect(Collectors.toSet());
        }
        if (word.endsWith(" and below")) {
            Room upper = above.get(word.substring(0, word.length() - " and below".length()));
            if (upper != null) {
                return upper.mayImport();
            }
        }
        throw new IllegalArgumentException(row.name() + ": what is '" + word + "'?");
    }

    private static Set<String> ofTier(String tier, Map<String, Row> rows) {
        return rows.values().stream()
                .filter(row -> row.tier().equals(tier))
                .map(Row::name)
                .collect(Collectors.toSet());
    }
}
