package dev.dsync.app.cli;

import dev.dsync.core.tree.Escape;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Options that are set by the configuration file and the environment. */
final class Settings {
    private static final String PREFIX = "DSYNC_";
    private static final Set<String> ON = Set.of("true", "yes", "on");
    private static final Set<String> OFF = Set.of("false", "no", "off");

    private final List<Given> given = new ArrayList<>();

    private Settings() {}

    /** What the file at {@code configFile}, if there is one, and the variables set. */
    static Settings read(String configFile, Map<String, String> environment)
            throws UsageException, IOException {
        Settings settings = new Settings();
        Map<String, Flag> known = known();
        if (new File(configFile).exists()) {
            Map<String, List<String>> values = ConfigFile.read(configFile, known.keySet());
            for (Map.Entry<String, List<String>> entry : values.entrySet()) {
                String source = Escape.text(configFile) + ": " + entry.getKey();
                for (String value : entry.getValue()) {
                    settings.add(known, entry.getKey(), value, source, Given.Layer.FILE);
                }
            }
        }
        for (String name : known.keySet()) {
            String variable = PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
            String value = environment.get(variable);
            if (value != null) {
                settings.add(known, name, value, variable, Given.Layer.ENVIRONMENT);
            }
        }
        return settings;
    }

    /** Every long option by its name. */
    private static Map<String, Flag> known() {
        Map<String, Flag> known = new LinkedHashMap<>();
        for (Flag flag : Flag.values()) {
            for (String name : flag.names()) {
                if (name.startsWith("--")) {
                    known.put(name.substring(2), flag);
                }
            }
        }
        return known;
    }

    /** In the order in which they hold: what comes later goes before. */
    List<Given> given() {
        return List.copyOf(given);
    }

    private void add(
            Map<String, Flag> known, String name, String value, String source, Given.Layer layer)
            throws UsageException {
        Flag flag = Optional.ofNullable(known.get(name)).orElseThrow();
        if (flag.takesValue()) {
            String text = Latin.text(value.getBytes(StandardCharsets.UTF_8));
            given.add(new Given(flag, true, text, layer));
            return;
        }
        int times = times(value, source);
        if (times == 0) {
            given.add(new Given(flag, false, "", layer));
        }
        for (int i = 0; i < times; i++) {
            given.add(new Given(flag, true, "", layer));
        }
    }

    private static int times(String value, String source) throws UsageException {
        String word = value.toLowerCase(Locale.ROOT);
        if (ON.contains(word)) {
            return 1;
        }
        if (OFF.contains(word)) {
            return 0;
        }
        if (word.matches("\\d")) {
            return Integer.parseInt(word);
        }
        throw new UsageException(
                "cannot use "
                        + source
                        + " = '"
                        + Escape.text(value)
                        + "': it is neither true nor false; write one of them");
    }
}
