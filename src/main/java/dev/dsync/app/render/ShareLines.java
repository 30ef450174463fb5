package dev.dsync.app.render;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A share as JSON, one object a line, each with {@code "v":1} and its {@code event}; paths are
 * printable, as in the text output.
 */
public final class ShareLines {
    private static final int VERSION = 1;

    private ShareLines() {}

    /**
     * The first line: where it is to be had.
     *
     * @param extras what else there is to know, by name: {@code pin}, {@code fingerprint}, {@code
     *     uploads}, {@code expires}
     */
    public static String begun(
            String id, List<String> paths, List<String> urls, Map<String, String> extras) {
        Map<String, Object> object = object("share");
        object.put("id", id);
        object.put("paths", paths);
        object.put("urls", urls);
        object.putAll(extras);
        return line(object);
    }

    /** Somebody got something. */
    public static String sent(String visitor, String path, long bytes) {
        return transfer("sent", visitor, path, bytes);
    }

    /** Somebody left something. */
    public static String received(String visitor, String path, long bytes) {
        return transfer("received", visitor, path, bytes);
    }

    private static String transfer(String event, String visitor, String path, long bytes) {
        Map<String, Object> object = object(event);
        object.put("visitor", visitor);
        object.put("path", path);
        object.put("bytes", bytes);
        return line(object);
    }

    /** Somebody showed a wrong PIN. */
    public static String wrongPin(String visitor, boolean closed) {
        Map<String, Object> object = object("wrongPin");
        object.put("visitor", visitor);
        object.put("closed", closed);
        return line(object);
    }

    /** The last line. */
    public static String summary(int exitCode, String why, int downloads) {
        Map<String, Object> object = object("summary");
        object.put("exitCode", exitCode);
        object.put("why", why);
        object.put("downloads", downloads);
        return line(object);
    }

    private static Map<String, Object> object(String event) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("v", VERSION);
        object.put("event", event);
        return object;
    }

    private static String line(Map<String, Object> object) {
        try {
            return JSON.std.asString(object);
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written to", e);
        }
    }
}
