package dev.dsync.tree;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One entry as it was found on disk: its path, escaped, and what stat, its content and its
 * attributes showed.
 */
public record LookedEntry(String path, Map<String, String> fields) {

    static final long NOW_FROM = 1_704_067_200L;
    private static final long NOW_UNTIL = 7_258_118_400L;

    public LookedEntry {
        fields = Map.copyOf(fields);
    }

    /**
     * Times in this span are taken as set by the clock during the test: two runs cannot agree on
     * them.
     */
    static boolean isNow(long seconds) {
        return seconds >= NOW_FROM && seconds < NOW_UNTIL;
    }

    static LookedEntry parse(String line) {
        String[] words = line.split("\t", -1);
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            fields.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        String time = fields.getOrDefault("mtime", "0.0");
        if (isNow(Long.parseLong(time.substring(0, time.indexOf('.'))))) {
            fields.put("mtime", "now");
        }
        return new LookedEntry(words[0], fields);
    }

    public char kind() {
        return field("kind").charAt(0);
    }

    public boolean isDirectory() {
        return kind() == 'd';
    }

    public String field(String name) {
        return fields.getOrDefault(name, "-");
    }

    LookedEntry withHardLinkLeader(String leader) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.remove("inode");
        more.put("hard", leader);
        return new LookedEntry(path, more);
    }

    @Override
    public String toString() {
        return path + " " + new TreeMap<>(fields);
    }
}
