package dev.dsync.app.cli;

import dev.dsync.app.render.JsonLines;
import java.util.List;
import java.util.Map;

/**
 * A share as JSON, one object a line, each with {@code "v":1} and its {@code event}; paths are
 * printable, as in the text output.
 */
final class ShareLines {
    private ShareLines() {}

    /**
     * The first line: where it is to be had.
     *
     * @param extras what else there is to know, by name: {@code pin}, {@code fingerprint}, {@code
     *     uploads}, {@code expires}
     */
    static String begun(
            String id, List<String> paths, List<String> urls, Map<String, String> extras) {
        Map<String, Object> object = JsonLines.object("share");
        object.put("id", id);
        object.put("paths", paths);
        object.put("urls", urls);
        object.putAll(extras);
        return JsonLines.line(object);
    }

    /** Somebody got something. */
    static String sent(String visitor, String path, long bytes) {
        return transfer("sent", visitor, path, bytes);
    }

    /** Somebody left something. */
    static String received(String visitor, String path, long bytes) {
        return transfer("received", visitor, path, bytes);
    }

    private static String transfer(String event, String visitor, String path, long bytes) {
        Map<String, Object> object = JsonLines.object(event);
        object.put("visitor", visitor);
        object.put("path", path);
        object.put("bytes", bytes);
        return JsonLines.line(object);
    }

    /** Somebody showed a wrong PIN. */
    static String wrongPin(String visitor, boolean closed) {
        Map<String, Object> object = JsonLines.object("wrongPin");
        object.put("visitor", visitor);
        object.put("closed", closed);
        return JsonLines.line(object);
    }

    /** The last line. */
    static String summary(int exitCode, String why, int downloads) {
        Map<String, Object> object = JsonLines.object("summary");
        object.put("exitCode", exitCode);
        object.put("why", why);
        object.put("downloads", downloads);
        return JsonLines.line(object);
    }
}
