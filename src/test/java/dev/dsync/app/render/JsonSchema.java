package dev.dsync.app.render;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The lines of {@code push --json} as the table in {@code formats.md} has them. */
public final class JsonSchema {

    private static final Path PAGE = Path.of("src/docs/formats.md");
    private static final String HEADING = "## push --json";
    private static final Set<String> COUNTS =
            Set.of("files", "directories", "symlinks", "devices", "specials");

    private final Map<String, Map<String, Field>> events = new LinkedHashMap<>();
    private final Set<String> met = new TreeSet<>();

    /** What stands in a row behind the name of a field. */
    private record Field(String value, String when) {}

    private JsonSchema() {}

    /** The table as it stands in the page. */
    public static JsonSchema ofThePage() throws IOException {
        JsonSchema schema = new JsonSchema();
        Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals(HEADING))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.replace("`", "").split(" *\\| *", -1))
                .forEach(
                        row ->
                                schema.events
                                        .computeIfAbsent(row[1], _ -> new LinkedHashMap<>())
                                        .put(row[2], new Field(row[3], row[4])));
        return schema;
    }

    /** What is not as the table says; empty for a line that is one of it. */
    public List<String> findings(String line) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>(JSON.std.mapFrom(line));
        List<String> findings = new ArrayList<>();
        if (!Integer.valueOf(1).equals(object.remove("v"))) {
            findings.add("no version: " + line);
        }
        String event = String.valueOf(object.remove("event"));
        Map<String, Field> fields = events.get(event);
        if (fields == null) {
            return List.of("no such event: " + line);
        }
        boolean hasFigures = object.containsKey("problems");
        fields.forEach(
                (name, field) -> {
                    boolean needed =
                            field.when.equals("always")
                                    || (field.when.equals("with figures") && hasFigures)
                                    || isNeeded(name, object);
                    if (needed && !object.containsKey(name)) {
                        findings.add("no " + name + ": " + line);
                    }
                });
        object.forEach(
                (name, value) -> {
                    met.add(event + " " + name);
                    Field field = fields.get(name);
                    if (field == null) {
                        findings.add("not in the table, " + name + ": " + line);
                    } else if (!isValue(field.value, value)) {
                        findings.add(name + " is no " + field.value + ": " + line);
                    }
                });
        return findings;
    }

    /** Rows of which no line had the field. */
    public Set<String> notMet() {
        Set<String> missing = new TreeSet<>();
        events.forEach(
                (event, fields) -> fields.keySet().forEach(f -> missing.add(event + " " + f)));
        missing.removeAll(met);
        return missing;
    }

    private static boolean isNeeded(String name, Map<String, Object> object) {
        return switch (name) {
            case "size" -> "file".equals(object.get("kind"));
            case "target" -> "symlink".equals(object.get("kind"));
            case "literalBytes" -> !"".equals(object.getOrDefault("change", ""));
            case "message" -> !Integer.valueOf(0).equals(object.getOrDefault("exitCode", 0));
            default -> false;
        };
    }

    private static boolean isValue(String type, @Nullable Object value) {
        return switch (type) {
            case "text" -> isPrintable(value);
            case "texts" ->
                    value instanceof List<?> all && all.stream().allMatch(JsonSchema::isPrintable);
            case "word" -> value instanceof String word && word.matches("[a-z0-9-]+");
            case "letters" ->
                    value instanceof String word && word.matches("|[<>ch.][fdLDS][.+ a-zA-Z]{9}");
            case "number" -> isCount(value);
            case "true or false" -> value instanceof Boolean;
            case "counts" ->
                    value instanceof Map<?, ?> counts
                            && counts.keySet().equals(COUNTS)
                            && counts.values().stream().allMatch(JsonSchema::isCount);
            default -> throw new IllegalStateException("no such type: " + type);
        };
    }

    private static boolean isPrintable(@Nullable Object value) {
        return value instanceof String text && text.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isCount(@Nullable Object value) {
        return value instanceof Number number
                && !(value instanceof Double)
                && number.longValue() >= 0;
    }
}
