package dev.dsync.app.cli;

import dev.dsync.core.tree.Escape;
import dev.dsync.io.fs.FileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Long options that are set by the configuration file and the environment. */
final class Settings {
    private static final String PREFIX = "DSYNC_";

    /** What the launcher and {@link Home} read, without the prefix. */
    private static final Set<String> RESERVED = Set.of("HOME", "JAVA_HOME", "JAVA_OPTS");

    /** In the order in which they hold: what comes later goes before. */
    private final List<Setting> settings = new ArrayList<>();

    /**
     * One value of one option.
     *
     * @param name the option's, without dashes
     * @param source where it stands, for messages
     */
    record Setting(String name, String value, String source, Given.Layer layer) {}

    private Settings() {}

    /** Nothing is set. */
    static Settings none() {
        return new Settings();
    }

    /** The names of all options that can be set. */
    static Set<String> known() {
        Set<String> known = new LinkedHashSet<>(flags().keySet());
        known.addAll(ServeCommand.SETTINGS);
        known.addAll(WatchCommand.SETTINGS);
        return known;
    }

    /** Everything that is set, in the order in which it holds. */
    List<Setting> stated() {
        return List.copyOf(settings);
    }

    /** What the file at {@code configFile}, if there is one, and the variables set. */
    static Settings read(FileSystem system, String configFile, Map<String, String> environment)
            throws UsageException, IOException {
        Settings settings = new Settings();
        Set<String> known = known();
        Map<String, List<String>> values = ConfigFile.read(system, configFile, known);
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            String source = Escape.text(configFile) + ": " + entry.getKey();
            for (String value : entry.getValue()) {
                settings.settings.add(new Setting(entry.getKey(), value, source, Given.Layer.FILE));
            }
        }
        requireKnown(environment.keySet(), known);
        for (String name : known) {
            String variable = variable(name);
            String value = environment.get(variable);
            if (value != null) {
                settings.settings.add(new Setting(name, value, variable, Given.Layer.ENVIRONMENT));
            }
        }
        return settings;
    }

    private static String variable(String option) {
        return PREFIX + option.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** A name that was mistyped would else leave out, say, a limit without a word. */
    private static void requireKnown(Set<String> variables, Set<String> options)
            throws UsageException {
        Set<String> known = new LinkedHashSet<>(RESERVED);
        options.forEach(option -> known.add(variable(option).substring(PREFIX.length())));
        Optional<String> strange =
                variables.stream()
                        .filter(name -> name.startsWith(PREFIX))
                        .map(name -> name.substring(PREFIX.length()))
                        .filter(name -> !known.contains(name))
                        .sorted()
                        .findFirst();
        if (strange.isPresent()) {
            throw new UsageException(
                    "cannot use variable "
                            + PREFIX
                            + Escape.text(strange.get())
                            + ": no option has that name; "
                            + Nearest.to(strange.get(), known)
                                    .map(near -> "did you mean " + PREFIX + near + "?")
                                    .orElse("unset it"));
        }
    }

    /** Every long option of push and pull by its name. */
    static Map<String, RunFlag> flags() {
        Map<String, RunFlag> flags = new LinkedHashMap<>();
        for (RunFlag flag : RunFlag.all()) {
            for (String name : flag.names()) {
                if (name.startsWith("--")) {
                    flags.put(name.substring(2), flag);
                }
            }
        }
        return flags;
    }

    /** Those of push and pull, in the order in which they hold: what comes later goes before. */
    List<Given> given() throws UsageException {
        Map<String, RunFlag> flags = flags();
        List<Given> given = new ArrayList<>();
        for (Setting setting : settings) {
            RunFlag flag = flags.get(setting.name);
            if (flag != null) {
                add(given, flag, setting);
            }
        }
        return given;
    }

    private static void add(List<Given> given, RunFlag flag, Setting setting)
            throws UsageException {
        if (flag.takesValue()) {
            String text = Latin.text(setting.value.getBytes(StandardCharsets.UTF_8));
            given.add(new Given(flag, true, text, setting.layer));
            return;
        }
        int times = times(setting);
        if (times == 0) {
            given.add(new Given(flag, false, "", setting.layer));
        }
        for (int i = 0; i < times; i++) {
            given.add(new Given(flag, true, "", setting.layer));
        }
    }

    /** The values of an option in the layer that goes before the others; none if none has it. */
    List<String> values(String name) {
        List<Setting> found =
                settings.stream().filter(setting -> setting.name.equals(name)).toList();
        return found.stream()
                .filter(setting -> setting.layer == found.getLast().layer)
                .map(Setting::value)
                .toList();
    }

    /** What the command line says, else what is set. */
    List<String> chosen(List<String> given, String name) {
        return given.isEmpty() ? values(name) : given;
    }

    /** The last of what is chosen; empty if nothing is. */
    String last(List<String> given, String name) {
        List<String> values = chosen(given, name);
        return values.isEmpty() ? "" : values.getLast();
    }

    /** Whether an option that takes no value is set. */
    boolean isOn(String name) throws UsageException {
        for (Setting setting : settings.reversed()) {
            if (setting.name.equals(name)) {
                return times(setting) > 0;
            }
        }
        return false;
    }

    private static int times(Setting setting) throws UsageException {
        String word = setting.value.toLowerCase(Locale.ROOT);
        if (word.matches("\\d")) {
            return Integer.parseInt(word);
        }
        if (word.equals("true")) {
            return 1;
        }
        if (word.equals("false")) {
            return 0;
        }
        throw new UsageException(
                "cannot use "
                        + setting.source
                        + " = '"
                        + Escape.text(setting.value)
                        + "': it is neither true nor false nor how often; write true, false or a"
                        + " digit");
    }
}
