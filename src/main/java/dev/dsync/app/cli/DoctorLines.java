package dev.dsync.app.cli;

import dev.dsync.app.render.JsonLines;
import java.util.List;
import java.util.Map;

/** What {@code doctor} found as JSON. */
final class DoctorLines {
    private DoctorLines() {}

    /**
     * One finding of a check.
     *
     * @param level {@code ok}, {@code note} or {@code wrong}
     * @param advice what to do, and {@code command} what does it; both empty under {@code ok}
     */
    static String check(String check, String level, String text, String advice, String command) {
        Map<String, Object> object = JsonLines.object("check");
        object.put("check", check);
        object.put("level", level);
        object.put("text", text);
        if (!command.isEmpty()) {
            object.put("advice", advice);
            object.put("command", command);
        }
        return JsonLines.line(object);
    }

    /** One setting, and where its values come from. */
    static String setting(String name, String source, List<String> values) {
        Map<String, Object> object = JsonLines.object("setting");
        object.put("name", name);
        object.put("source", source);
        object.put("values", values);
        return JsonLines.line(object);
    }

    /** The last line. */
    static String doctor(int wrong, int notes, int exitCode) {
        Map<String, Object> object = JsonLines.object("doctor");
        object.put("wrong", wrong);
        object.put("notes", notes);
        object.put("exitCode", exitCode);
        return JsonLines.line(object);
    }
}
