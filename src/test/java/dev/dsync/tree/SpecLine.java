package dev.dsync.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of a {@link TreeSpec}.
 *
 * @param kind one of {@code f d l p s c b}, or {@code h} for one more name of a file
 * @param path escaped, relative, {@code .} for the root
 * @param fields what the tree tool is told: mode uid gid sec nsec data xattrs, "-" if not given
 */
public record SpecLine(char kind, String path, Map<String, String> fields) {

    private static final long DEFAULT_SECONDS = 1_000_000_000L;
    private static final List<String> TOOL_FIELDS =
            List.of("mode", "uid", "gid", "sec", "nsec", "data", "xattrs");
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"(?:[^\"\\\\]|\\\\.)*\")+");
    private static final Pattern SEGMENT =
            Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\"|[^+\"]+)(\\+|$)");
    private static final Pattern TIME = Pattern.compile("@(-?\\d+)(?:\\.(\\d{1,9}))?");
    private static final Pattern XATTR = Pattern.compile("((?:user|trusted)\\.[^=]+)=\"(.*)\"");

    private static final Pattern LIST = Pattern.compile("(acl|default)=((?:[ugmo]:\\d*:[0-7],?)+)");

    public SpecLine {
        fields = Map.copyOf(fields);
    }

    static SpecLine directory(String path) {
        return parse("d " + path);
    }

    /** The entry that a line of a spec says. */
    public static SpecLine parse(String line) {
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(line); word.find(); ) {
            words.add(word.group());
        }
        char kind = words.get(0).charAt(0);
        if (words.size() < 2 || words.get(0).length() != 1 || "fdlpscbh".indexOf(kind) < 0) {
            throw new IllegalArgumentException(line);
        }
        Map<String, String> fields = new HashMap<>();
        fields.put("mode", kind == 'd' ? "0755" : "0644");
        fields.put("sec", Long.toString(DEFAULT_SECONDS));
        fields.put("nsec", "0");
        for (int i = 2; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("->") || word.equals("=")) {
                fields.put("data", hex(EscapedName.bytes(words.get(++i))));
            } else if (!time(word, fields) && !attribute(word, fields)) {
                fields.put("data", kind == 'f' ? content(word) : word);
            }
        }
        return new SpecLine(kind, EscapedName.canonical(words.get(1)), fields);
    }

    private static boolean time(String word, Map<String, String> fields) {
        if (word.equals("@now")) {
            fields.put("sec", Long.toString(LookedEntry.NOW_FROM));
            return true;
        }
        Matcher time = TIME.matcher(word);
        if (!time.matches()) {
            return false;
        }
        if (LookedEntry.isNow(Long.parseLong(time.group(1)))) {
            throw new IllegalArgumentException(word + ": a look would call this now");
        }
        String fraction = time.group(2) == null ? "" : time.group(2);
        fields.put("sec", time.group(1));
        fields.put("nsec", fraction + "0".repeat(9 - fraction.length()));
        return true;
    }

    private static boolean attribute(String word, Map<String, String> fields) {
        Matcher xattr = XATTR.matcher(word);
        if (xattr.matches()) {
            String pair =
                    hex(xattr.group(1).getBytes(StandardCharsets.UTF_8))
                            + "="
                            + hex(EscapedName.bytes(xattr.group(2)));
            fields.merge("xattrs", pair, (a, b) -> a + "," + b);
            return true;
        }
        Matcher list = LIST.matcher(word);
        if (list.matches()) {
            String name = list.group(1).equals("acl") ? "access" : "default";
            String pair =
                    hex(("system.posix_acl_" + name).getBytes(StandardCharsets.UTF_8))
                            + "="
                            + list(list.group(2));
            fields.merge("xattrs", pair, (a, b) -> a + "," + b);
            return true;
        }
        if (word.startsWith("uid=") || word.startsWith("gid=")) {
            fields.put(word.substring(0, 3), word.substring(4));
            return true;
        }
        if (word.matches("0[0-7]{3,4}")) {
            fields.put("mode", word);
            return true;
        }
        return false;
    }

    /** As the kernel has a list: what is not said of owner, mask and others may be nothing. */
    private static String list(String text) {
        Map<String, String> bits = new TreeMap<>(Map.of("u:", "0", "g:", "0", "o:", "0"));
        boolean names = false;
        for (String one : text.split(",", -1)) {
            int end = one.lastIndexOf(':');
            bits.put(one.substring(0, end), one.substring(end + 1));
            names |= one.matches("[ug]:\\d+:.*");
        }
        if (names) {
            bits.putIfAbsent("m:", "0");
        }
        StringBuilder list = new StringBuilder("02000000");
        List<String> tags = List.of("u:", "u:.+", "g:", "g:.+", "m:", "o:");
        for (int tag = 0; tag < tags.size(); tag++) {
            for (Map.Entry<String, String> one : bits.entrySet()) {
                String who = one.getKey();
                if (who.matches(tags.get(tag))) {
                    int id = who.length() == 2 ? -1 : Integer.parseInt(who.substring(2));
                    list.append(
                            "%02x000%s00%08x"
                                    .formatted(1 << tag, one.getValue(), Integer.reverseBytes(id)));
                }
            }
        }
        return list.toString();
    }

    private static String content(String word) {
        List<String> segments = new ArrayList<>();
        Matcher segment = SEGMENT.matcher(word);
        int end = 0;
        for (; segment.find() && segment.start() == end; end = segment.end()) {
            segments.add(segment(segment.group(1)));
        }
        if (end != word.length()) {
            throw new IllegalArgumentException(word);
        }
        return String.join(",", segments);
    }

    private static String segment(String text) {
        if (text.startsWith("\"")) {
            return "l:" + hex(EscapedName.bytes(text.substring(1, text.length() - 1)));
        }
        String[] parts = text.split(":", -1);
        return switch (parts[0]) {
            case "rand" -> "r:" + Long.parseLong(parts[1]) + ":" + size(parts[2]);
            case "zero" -> "z:" + size(parts[1]);
            case "hole" -> "h:" + size(parts[1]);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static long size(String text) {
        int shift = "kMG".indexOf(text.charAt(text.length() - 1)) + 1;
        return Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1))
                << (10 * shift);
    }

    SpecLine under(String directory) {
        String longer = path.equals(".") ? directory : directory + "/" + path;
        if (kind != 'h') {
            return new SpecLine(kind, longer, fields);
        }
        Map<String, String> moved = new HashMap<>(fields);
        moved.merge(
                "data",
                hex(EscapedName.bytes(directory + "/")),
                (leader, prefix) -> prefix + leader);
        return new SpecLine(kind, longer, moved);
    }

    boolean isOrIsBeneath(String other) {
        return path.equals(other) || path.startsWith(other + "/");
    }

    boolean isHardLinkTo(String other) {
        return kind == 'h' && hex(EscapedName.bytes(other)).equals(fields.get("data"));
    }

    String forTool() {
        StringBuilder line =
                new StringBuilder().append(kind).append(' ').append(hex(EscapedName.bytes(path)));
        TOOL_FIELDS.forEach(field -> line.append(' ').append(fields.getOrDefault(field, "-")));
        return line.toString();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
