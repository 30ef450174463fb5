package dev.dsync.app.render;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.dsync.app.render.Itemize.Direction;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Problem;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run as JSON, one object a line, each with {@code "v":1} and its {@code event}. Paths and what
 * others say are printable, as in the text output, since JSON has no way to write names that are
 * not UTF-8.
 */
public final class JsonLines {
    private static final int VERSION = 1;

    private final Direction direction;

    /** Lines for a run in which content goes this way. */
    public JsonLines(Direction direction) {
        this.direction = direction;
    }

    /** The first line: what goes where. */
    public String start(List<String> sources, String destination, boolean dryRun) {
        Map<String, Object> object = object("start");
        object.put("sources", sources);
        object.put("destination", destination);
        object.put("dryRun", dryRun);
        return line(object);
    }

    /** A path that failed. */
    public String problem(Problem problem, String message) {
        Map<String, Object> object = object("problem");
        object.put("kind", word(problem.kind()));
        object.put("path", problem.path().toString());
        object.put("reason", problem.reason());
        object.put("message", message);
        return line(object);
    }

    /**
     * The last line.
     *
     * @param message what a user is told; empty for a run that did all it was asked for
     */
    public String summary(Statistics figures, long problems, int exitCode, String message) {
        Map<String, Object> object = object("summary");
        object.put("exitCode", exitCode);
        if (!message.isEmpty()) {
            object.put("message", message);
        }
        object.put("problems", problems);
        object.put("dryRun", figures.dryRun());
        object.put("listed", counts(figures.listed()));
        object.put("created", counts(figures.created()));
        object.put("deleted", counts(figures.deleted()));
        object.put("transferredFiles", figures.transferredFiles());
        object.put("totalBytes", figures.totalBytes());
        object.put("transferredBytes", figures.transferredBytes());
        object.put("literalBytes", figures.literalBytes());
        object.put("matchedBytes", figures.matchedBytes());
        object.put("sentBytes", figures.sentBytes());
        object.put("receivedBytes", figures.receivedBytes());
        object.put("elapsedMillis", figures.elapsed().toMillis());
        return line(object);
    }

    /**
     * Something that could not be kept.
     *
     * @param what a word for it
     * @param entries how many lost it
     */
    public String unkept(String what, long entries, String message) {
        Map<String, Object> object = object("unkept");
        object.put("what", what);
        object.put("entries", entries);
        object.put("message", message);
        return line(object);
    }

    /** The last line of a run that did not get so far as to have figures. */
    public String failure(int exitCode, String message) {
        Map<String, Object> object = object("summary");
        object.put("exitCode", exitCode);
        object.put("message", message);
        return line(object);
    }

    /** A conflict copy, and the path it belongs to. */
    public static String conflict(String copy, String original) {
        Map<String, Object> object = object("conflict");
        object.putAll(conflicting(copy, original));
        return line(object);
    }

    /**
     * Conflict copies.
     *
     * @param total how many there are
     * @param named some of them, each by the path of the copy and the path it belongs to
     */
    public static String conflicts(long total, List<Map.Entry<String, String>> named) {
        Map<String, Object> object = object("conflicts");
        object.put("total", total);
        object.put(
                "conflicts",
                named.stream().map(one -> conflicting(one.getKey(), one.getValue())).toList());
        return line(object);
    }

    private static Map<String, Object> conflicting(String copy, String original) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("path", copy);
        object.put("of", original);
        return object;
    }

    /**
     * Something that happened between here and somebody else.
     *
     * @param who the peer or guest
     * @param path what it was about; empty for nothing in particular
     * @param words what else there is to say; empty for nothing
     */
    public static String happened(String event, Instant at, String who, String path, String words) {
        Map<String, Object> object = object(event);
        object.put("at", at.truncatedTo(ChronoUnit.MILLIS).toString());
        object.put("who", who);
        if (!path.isEmpty()) {
            object.put("path", path);
        }
        if (!words.isEmpty()) {
            object.put("text", words);
        }
        return line(object);
    }

    /** What will be done. */
    public String plan(PlanSummary summary) {
        Map<String, Object> object = object("plan");
        object.put("actions", summary.actions());
        object.put("created", counts(summary.created()));
        object.put("deleted", counts(summary.deleted()));
        object.put("deletesSkipped", summary.deletesSkipped());
        object.put("transferredFiles", summary.transferredFiles());
        object.put("transferredBytes", summary.transferredBytes());
        return line(object);
    }

    /** What became of a path. */
    public String item(Item item) {
        return switch (item) {
            case Item.Changed changed -> {
                Map<String, Object> object = file(changed.entry());
                object.put(
                        "change",
                        Itemize.letters(changed.change(), changed.entry().kind(), direction));
                object.put("literalBytes", changed.literal());
                yield line(object);
            }
            case Item.Unchanged same -> {
                Map<String, Object> object = file(same.entry());
                object.put("change", "");
                yield line(object);
            }
            case Item.Deleted deleted -> {
                Map<String, Object> object = object("delete");
                object.put("path", deleted.path().toString());
                object.put("kind", word(deleted.kind()));
                yield line(object);
            }
            case Item.Failed failed -> problem(failed.problem(), failed.problem().reason());
        };
    }

    private static Map<String, Object> file(Entry entry) {
        Map<String, Object> object = object("file");
        object.put("path", entry.path().toString());
        object.put("kind", word(entry.kind()));
        switch (entry) {
            case Entry.FileEntry file -> {
                object.put("size", file.size());
                if (file.leader() != null) {
                    object.put("linkTo", file.leader().toString());
                }
            }
            case Entry.SymlinkEntry link -> object.put("target", link.target().toString());
            case Entry.DirectoryEntry _, Entry.SpecialEntry _ -> {}
        }
        return object;
    }

    /** How much of the files to be sent is there. */
    public String progress(long contentBytes) {
        Map<String, Object> object = object("progress");
        object.put("contentBytes", contentBytes);
        return line(object);
    }

    private static Map<String, Object> counts(KindCounts counts) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("files", counts.files());
        object.put("directories", counts.directories());
        object.put("symlinks", counts.symlinks());
        object.put("devices", counts.devices());
        object.put("specials", counts.specials());
        return object;
    }

    /** An object that says what happened, to be filled in. */
    public static Map<String, Object> object(String event) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("v", VERSION);
        object.put("event", event);
        return object;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Words may be a peer's, and end on a terminal. */
    private static Object printable(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(JsonLines::printable).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, one) -> copy.put(String.valueOf(name), printable(one)));
            return copy;
        }
        return value instanceof String words ? Printable.of(words) : value;
    }

    /** An object as a line, with no line end; its texts are made printable. */
    public static String line(Map<String, Object> object) {
        try {
            object.replaceAll((_, value) -> printable(value));
            return JSON.std.asString(object);
        } catch (IOException e) {
            throw new IllegalStateException("numbers, words and lists have a JSON form", e);
        }
    }
}
