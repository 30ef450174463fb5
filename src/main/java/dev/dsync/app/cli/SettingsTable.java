package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import dev.dsync.io.codec.CompressionPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Every setting as it holds here, and who says so. */
final class SettingsTable {
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "archive",
                    "true",
                    "compress",
                    "true",
                    "contimeout",
                    Long.toString(Dialler.TIME_TO_CONNECT.toSeconds()),
                    "dsync-path",
                    RunOptions.Reach.STANDARD.dsyncPath(),
                    "listen",
                    ":" + Dialler.PORT,
                    "modify-window",
                    "-1",
                    "port",
                    Integer.toString(Dialler.PORT),
                    "role",
                    "send-receive",
                    "rsh",
                    String.join(" ", RunOptions.Reach.STANDARD.shell()),
                    "zl",
                    Integer.toString(CompressionPolicy.LEVEL_DEFAULT));

    private final Settings settings;
    private final Map<String, String> environment;
    private final Map<String, List<String>> given;

    /**
     * The table.
     *
     * @param given what the command line says, by option; options it does not name have no values
     */
    SettingsTable(
            Settings settings, Map<String, String> environment, Map<String, List<String>> given) {
        this.settings = settings;
        this.environment = Map.copyOf(environment);
        this.given = Map.copyOf(given);
    }

    /**
     * One setting.
     *
     * @param source {@code default}, {@code config.toml}, {@code environment} or {@code flag}; more
     *     than one where all hold together
     * @param values none where it is off or empty
     */
    record Row(String name, String source, List<String> values) {
        Row {
            values = List.copyOf(values);
        }

        /** Whether it is one of the many that are off, as they are unless somebody says so. */
        boolean isSilent() {
            return source.equals("default") && values.isEmpty();
        }
    }

    /** All, the places first, then by name. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Home home = Home.of(environment);
        rows.add(place("configuration", home.config(), "XDG_CONFIG_HOME"));
        rows.add(place("state", home.state(), "XDG_STATE_HOME"));
        Map<String, Set<String>> options = new LinkedHashMap<>();
        for (String name : Settings.known()) {
            RunFlag flag = Settings.flags().get(name);
            List<String> names = flag == null ? List.of("--" + name) : flag.names();
            String first =
                    names.stream().filter(n -> n.startsWith("--")).findFirst().orElse("--" + name);
            options.put(first.substring(2), Set.copyOf(names));
        }
        options.keySet().stream()
                .sorted()
                .map(name -> row(name, options.getOrDefault(name, Set.of())))
                .forEach(rows::add);
        return rows;
    }

    private Row place(String name, String path, String variable) {
        boolean isSet =
                !environment.getOrDefault("DSYNC_HOME", "").isEmpty()
                        || environment.getOrDefault(variable, "").startsWith("/");
        return new Row(name, isSet ? "environment" : "default", List.of(path));
    }

    private Row row(String name, Set<String> names) {
        List<String> here = given.getOrDefault(name, List.of());
        if (!here.isEmpty()) {
            return new Row(name, "flag", here);
        }
        List<Settings.Setting> stated =
                settings.stated().stream()
                        .filter(setting -> names.contains("--" + setting.name()))
                        .toList();
        if (stated.isEmpty()) {
            String usual = DEFAULTS.getOrDefault(name, "");
            return new Row(name, "default", usual.isEmpty() ? List.of() : List.of(usual));
        }
        if (!holdTogether(name)) {
            Given.Layer last = stated.getLast().layer();
            stated = stated.stream().filter(setting -> setting.layer() == last).toList();
        }
        String source =
                String.join(", ", stated.stream().map(s -> word(s.layer())).distinct().toList());
        return new Row(name, source, stated.stream().map(SettingsTable::shown).toList());
    }

    private static boolean holdTogether(String name) {
        RunFlag flag = Settings.flags().get(name);
        return flag != null && flag.group() == Flag.Group.RULES && !name.endsWith("-size");
    }

    private static String word(Given.Layer layer) {
        return layer == Given.Layer.FILE ? "config.toml" : layer.name().toLowerCase(Locale.ROOT);
    }

    /** Somebody may have put a key where the name of its file belongs. */
    private static String shown(Settings.Setting setting) {
        return setting.value().strip().matches("[0-9A-Fa-f]{64}")
                ? "(a key; it is not shown)"
                : Printable.of(setting.value());
    }
}
