package dev.dsync.app.batch;

import dev.dsync.app.batch.JobFile.Fault;
import dev.dsync.core.tree.Escape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Makes jobs of tables, and notes all that is wrong with them. */
final class JobReader {
    private static final String JOBS = "job";
    private static final String DEFAULTS = "defaults";
    private static final String TO = "to";
    private static final String RETRIES = "retries";
    private static final String BACKOFF = "backoff";
    private static final String TIME_LIMIT = "time-limit";
    private static final List<String> OWN = List.of(RETRIES, BACKOFF, TIME_LIMIT);
    private static final List<String> PLACES =
            List.of(Job.Way.PUSH.word(), Job.Way.PULL.word(), TO);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,63}");
    private static final Pattern TIME = Pattern.compile("(\\d{1,7})([smhd])");

    private final Options options;
    private final List<Fault> faults = new ArrayList<>();

    JobReader(Options options) {
        this.options = options;
    }

    /** A value and where it stands. */
    private record Given(Object value, TomlPosition at) {}

    JobFile read(TomlTable file) {
        Map<String, Given> top = entries(file);
        Map<String, Given> tables = Map.of();
        Map<String, Given> defaults = Map.of();
        for (Map.Entry<String, Given> entry : top.entrySet()) {
            Given given = entry.getValue();
            switch (entry.getKey()) {
                case JOBS -> tables = table(given, "write [job.NAME]");
                case DEFAULTS -> defaults = table(given, "write [defaults]");
                default -> unknown(entry.getKey(), given, List.of(JOBS, DEFAULTS), "");
            }
        }
        Collection<String> inDefaults = new LinkedHashSet<>(OWN);
        inDefaults.addAll(options.names());
        requireKnown(defaults, inDefaults);
        // What is wrong there is told once, not for each job.
        settings(defaults, defaults.keySet());
        retry(defaults, defaults);
        timeLimit(defaults, defaults);
        boolean sound = faults.isEmpty();
        List<Job> jobs = new ArrayList<>();
        for (Map.Entry<String, Given> entry : tables.entrySet()) {
            Optional<Job> job = job(entry.getKey(), entry.getValue(), defaults);
            job.ifPresent(jobs::add);
            if (sound && job.isPresent()) {
                TomlPosition at = entry.getValue().at;
                options.objection(job.get()).ifPresent(message -> fault(at, message));
            }
        }
        if (tables.isEmpty() && faults.isEmpty()) {
            fault(
                    TomlPosition.positionAt(1, 1),
                    "cannot find a job: there is none; write [job.NAME]");
        }
        return new JobFile(jobs, faults);
    }

    private Optional<Job> job(String name, Given given, Map<String, Given> defaults) {
        if (!NAME.matcher(name).matches()) {
            fault(
                    given.at,
                    "cannot call a job '"
                            + Escape.text(name)
                            + "': its name is told to a shell and a file system; use letters,"
                            + " digits, - and _, at most 64");
        }
        int before = faults.size();
        Map<String, Given> keys = table(given, "write [job." + Escape.text(name) + "]");
        if (faults.size() > before) {
            return Optional.empty();
        }
        Collection<String> known = new LinkedHashSet<>(PLACES);
        known.addAll(OWN);
        known.addAll(options.names());
        requireKnown(keys, known);
        Map<String, Given> all = new LinkedHashMap<>(defaults);
        keys.forEach(
                (key, value) -> {
                    all.remove(key); // so that it stands in the order of the job
                    all.put(key, value);
                });
        Optional<Job.Way> way = way(name, given.at, keys);
        List<String> sources = new ArrayList<>(places(Job.Way.PUSH.word(), keys, true));
        sources.addAll(places(Job.Way.PULL.word(), keys, true));
        List<String> destination = places(TO, keys, false);
        if (!keys.containsKey(TO)) {
            fault(
                    given.at,
                    "cannot run job " + name + ": it has no destination; write to = \"PLACE\"");
        }
        List<Job.Setting> settings = settings(all, keys.keySet());
        Retry retry = retry(all, keys);
        Duration limit = timeLimit(all, keys);
        if (faults.size() > before || way.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Job(name, way.get(), sources, destination.getFirst(), settings, retry, limit));
    }

    private Optional<Job.Way> way(String name, TomlPosition at, Map<String, Given> keys) {
        boolean push = keys.containsKey(Job.Way.PUSH.word());
        boolean pull = keys.containsKey(Job.Way.PULL.word());
        if (push == pull) {
            fault(
                    at,
                    "cannot run job "
                            + Escape.text(name)
                            + (push
                                    ? ": it both pushes and pulls; write two jobs"
                                    : ": it has no source; write push = \"PLACE\" or pull ="
                                            + " \"PLACE\""));
            return Optional.empty();
        }
        return Optional.of(push ? Job.Way.PUSH : Job.Way.PULL);
    }

    /** The places of a key, of which one is wanted, or several may be. */
    private List<String> places(String key, Map<String, Given> keys, boolean several) {
        Given given = keys.get(key);
        if (given == null) {
            return List.of();
        }
        List<String> places = new ArrayList<>();
        if (several && given.value instanceof TomlArray array && !array.isEmpty()) {
            elements(array, given.at).forEach(one -> place(key, one.value, one.at, places));
        } else {
            place(key, given.value, given.at, places);
        }
        return places;
    }

    private static List<Given> elements(TomlArray array, TomlPosition start) {
        List<Given> elements = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            TomlPosition at = array.inputPositionOf(i);
            elements.add(new Given(array.get(i), at == null ? start : at));
        }
        return elements;
    }

    private void place(String key, Object value, TomlPosition at, List<String> places) {
        if (value instanceof String text) {
            options.objection(text).ifPresent(message -> fault(at, message));
            places.add(text);
        } else {
            wrong(key, at, "it names no place; write " + key + " = \"PLACE\"");
        }
    }

    /** The options among the keys; what is wrong is told of those in {@code told} alone. */
    private List<Job.Setting> settings(Map<String, Given> keys, Set<String> told) {
        List<Job.Setting> settings = new ArrayList<>();
        keys.forEach(
                (key, given) -> {
                    if (options.names().contains(key)) {
                        int before = faults.size();
                        settings(key, given, settings);
                        if (!told.contains(key)) {
                            faults.subList(before, faults.size()).clear();
                        }
                    }
                });
        return settings;
    }

    private void settings(String key, Given given, List<Job.Setting> settings) {
        if (!options.takesValue(key)) {
            toggle(key, given, settings);
        } else if (Boolean.FALSE.equals(given.value)) {
            settings.add(new Job.Setting(key, false, ""));
        } else if (given.value instanceof TomlArray array && options.isList(key)) {
            elements(array, given.at).forEach(one -> value(key, one.value, one.at, settings));
        } else {
            value(key, given.value, given.at, settings);
        }
    }

    private void toggle(String key, Given given, List<Job.Setting> settings) {
        if (given.value instanceof Boolean on) {
            settings.add(new Job.Setting(key, on, ""));
        } else if (given.value instanceof Long times && times >= 0 && times <= 9) {
            if (times == 0) {
                settings.add(new Job.Setting(key, false, ""));
            }
            for (int i = 0; i < times; i++) {
                settings.add(new Job.Setting(key, true, ""));
            }
        } else {
            wrong(key, given.at, "it takes no value; write true, false or a digit");
        }
    }

    private void value(String key, Object value, TomlPosition at, List<Job.Setting> settings) {
        if (!(value instanceof String) && !(value instanceof Long)) {
            wrong(
                    key,
                    at,
                    "its value is no text and no number; write "
                            + key
                            + (options.isList(key) ? " = [\"TEXT\", ...]" : " = \"TEXT\"")
                            + ", or false to take it back");
            return;
        }
        Job.Setting setting = new Job.Setting(key, true, value.toString());
        options.objection(setting).ifPresent(message -> fault(at, message));
        settings.add(setting);
    }

    private Retry retry(Map<String, Given> keys, Map<String, Given> told) {
        int retries = Retry.NONE.retries();
        Given count = keys.get(RETRIES);
        if (count != null) {
            if (count.value instanceof Long number && number >= 0 && number <= Retry.RETRIES_MAX) {
                retries = number.intValue();
            } else if (told.containsKey(RETRIES)) {
                wrong(
                        RETRIES,
                        count.at,
                        "it is no such number; write one from 0 to " + Retry.RETRIES_MAX);
            }
        }
        Duration backoff = time(BACKOFF, keys, told);
        return new Retry(retries, backoff == null ? Retry.NONE.backoff() : backoff);
    }

    private @Nullable Duration timeLimit(Map<String, Given> keys, Map<String, Given> told) {
        return time(TIME_LIMIT, keys, told);
    }

    /** The time a key says; null if it says none. */
    private @Nullable Duration time(String key, Map<String, Given> keys, Map<String, Given> told) {
        Given given = keys.get(key);
        if (given == null) {
            return null;
        }
        Optional<Duration> time = time(given.value);
        if (time.isEmpty() && told.containsKey(key)) {
            wrong(
                    key,
                    given.at,
                    "it is no time; write \"30s\", \"10m\", \"2h\" or \"1d\", more than none");
        }
        return time.orElse(null);
    }

    private static Optional<Duration> time(Object value) {
        Matcher matcher = TIME.matcher(value.toString());
        if (!(value instanceof String) || !matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        Duration time =
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
        return time.isZero() ? Optional.empty() : Optional.of(time);
    }

    private Map<String, Given> table(Given given, String remedy) {
        if (given.value instanceof TomlTable table) {
            return entries(table);
        }
        fault(given.at, "cannot use this: it is no table; " + remedy);
        return Map.of();
    }

    /** The entries of a table in the order of the file. */
    private static Map<String, Given> entries(TomlTable table) {
        List<Map.Entry<String, Given>> found = new ArrayList<>();
        for (String key : table.keySet()) {
            List<String> path = List.of(key);
            Object value = table.get(path);
            TomlPosition at = table.inputPositionOf(path);
            if (value != null && at != null) {
                found.add(Map.entry(key, new Given(value, at)));
            }
        }
        found.sort(
                Comparator.comparingInt(
                                (Map.Entry<String, Given> entry) -> entry.getValue().at.line())
                        .thenComparingInt(entry -> entry.getValue().at.column()));
        Map<String, Given> entries = new LinkedHashMap<>();
        found.forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }

    private void requireKnown(Map<String, Given> keys, Collection<String> known) {
        keys.forEach(
                (key, given) -> {
                    if (!known.contains(key)) {
                        unknown(key, given, known, ", or dsync help push for the options");
                    }
                });
    }

    private void unknown(String key, Given given, Collection<String> known, String where) {
        String remedy =
                options.nearest(key, known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("see dsync help batch" + where);
        wrong(key, given.at, "there is no such key here; " + remedy);
    }

    private void wrong(String key, TomlPosition at, String reason) {
        fault(at, "cannot use " + Escape.text(key) + ": " + reason);
    }

    private void fault(TomlPosition at, String message) {
        faults.add(Fault.at(at, message));
    }
}
