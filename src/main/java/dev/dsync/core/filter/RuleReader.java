package dev.dsync.core.filter;

import dev.dsync.core.filter.InvalidRuleException.Fault;
import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the text of rules into an ordered list. */
final class RuleReader {
    /** Reads the files that {@code merge} rules name. */
    interface Includes {
        byte[] read(byte[] name, Origin origin) throws IOException, InvalidRuleException;
    }

    private static final int NESTING_MAX = 32;
    private static final byte[] CVS_FILE = utf8(".cvsignore");

    private final Includes includes;
    private boolean nulSeparated;
    private final List<Rule> rules = new ArrayList<>();
    private boolean cleared;
    private int nesting;

    RuleReader(Includes includes, boolean nulSeparated) {
        this.includes = includes;
        this.nulSeparated = nulSeparated;
    }

    /** Rules in files end at NUL from now on. */
    void nulSeparated() {
        nulSeparated = true;
    }

    /** The rules read so far. */
    List<Rule> rules() {
        return List.copyOf(rules);
    }

    /** Whether a {@code !} dropped what came before, inherited rules included. */
    boolean cleared() {
        return cleared;
    }

    /**
     * Reads a file: one rule a line, or a word; a line that begins with {@code #} or {@code ;} is a
     * comment.
     */
    void file(byte[] content, String shownName, RuleDefaults defaults)
            throws IOException, InvalidRuleException {
        if (content.length > RuleParser.Files.BYTES_MAX) {
            throw new InvalidRuleException(
                    Fault.FILE_TOO_LONG,
                    new Origin.FileLine(shownName, 1),
                    content.length + " bytes");
        }
        int line = 1;
        int start = 0;
        for (int i = 0; i <= content.length; i++) {
            if (i < content.length && !ends(content[i], defaults)) {
                continue;
            }
            if (i > start
                    && (defaults.words() || (content[start] != '#' && content[start] != ';'))) {
                rule(
                        Arrays.copyOfRange(content, start, i),
                        defaults,
                        new Origin.FileLine(shownName, line));
            }
            if (i < content.length && content[i] == '\n') {
                line++;
            }
            start = i + 1;
        }
    }

    private boolean ends(byte b, RuleDefaults defaults) {
        return (nulSeparated ? b == 0 : b == '\n' || b == '\r') || (defaults.words() && isSpace(b));
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    /** Reads one rule; nothing from an empty text. */
    void rule(byte[] text, RuleDefaults defaults, Origin origin)
            throws IOException, InvalidRuleException {
        if (text.length == 0) {
            return;
        }
        RuleHead head = RuleHead.read(text, defaults, origin);
        byte[] rest = Arrays.copyOfRange(text, head.end(), text.length);
        byte[] pattern = head.cvs() && rest.length == 0 ? CVS_FILE : rest;
        switch (head.kind()) {
            case CLEAR -> {
                if (pattern.length > 0) {
                    throw new InvalidRuleException(Fault.CLEAR_WITH_TEXT, origin, shown(text));
                }
                rules.clear();
                cleared = true;
            }
            case MATCH -> {
                requirePattern(pattern, text, origin);
                rules.add(new MatchRule(head.traits(), head.negated(), pattern, origin));
            }
            case MERGE -> {
                requirePattern(pattern, text, origin);
                excludeMergeFile(head, pattern, origin);
                include(pattern, head.defaults(), origin);
            }
            case DIRECTORY_MERGE -> {
                requirePattern(pattern, text, origin);
                excludeMergeFile(head, pattern, origin);
                rules.add(directoryMerge(head, pattern, text, origin));
            }
        }
    }

    private static void requirePattern(byte[] pattern, byte[] text, Origin origin)
            throws InvalidRuleException {
        if (pattern.length == 0) {
            throw new InvalidRuleException(Fault.NO_PATTERN, origin, shown(text));
        }
    }

    private void excludeMergeFile(RuleHead head, byte[] pattern, Origin origin) {
        byte[] name = Arrays.copyOfRange(pattern, nameStart(pattern), pattern.length);
        if (head.excludesItself() && name.length > 0) {
            rules.add(new MatchRule(Traits.EXCLUDE, false, name, origin));
        }
    }

    private void include(byte[] name, RuleDefaults defaults, Origin origin)
            throws IOException, InvalidRuleException {
        if (nesting == NESTING_MAX) {
            throw new InvalidRuleException(Fault.MERGE_TOO_DEEP, origin, shown(name));
        }
        byte[] content = includes.read(name, origin);
        nesting++;
        file(content, shown(name), defaults);
        nesting--;
    }

    private static MergeRule directoryMerge(
            RuleHead head, byte[] pattern, byte[] text, Origin origin) throws InvalidRuleException {
        int length =
                pattern.length > 1 && pattern[pattern.length - 1] == '/'
                        ? pattern.length - 1
                        : pattern.length;
        int start = nameStart(Arrays.copyOf(pattern, length));
        try {
            Name file = Name.of(pattern, start, length - start);
            return new MergeRule(
                    head.defaults(), head.inherited(), Arrays.copyOf(pattern, start), file, origin);
        } catch (IllegalNameException e) {
            throw new InvalidRuleException(Fault.NO_PATTERN, origin, shown(text));
        }
    }

    /** Where the last component begins. */
    private static int nameStart(byte[] path) {
        int start = path.length;
        while (start > 0 && path[start - 1] != '/') {
            start--;
        }
        return start;
    }

    static String shown(byte[] text) {
        return Escape.path(text);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
