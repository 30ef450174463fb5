package dev.dsync.core.filter;

import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.Name;

/** A file of further rules that is looked for in every directory; they hold from there down. */
final class MergeRule extends Rule {
    private final RuleDefaults defaults;
    private final boolean inherited;
    private final byte[] directory;
    private final Name file;

    /**
     * A merge rule.
     *
     * @param directory where the search begins, as written; empty if at the directory the rule
     *     stands in
     * @param inherited whether the rules found hold below the directory they were found in
     */
    MergeRule(
            RuleDefaults defaults, boolean inherited, byte[] directory, Name file, Origin origin) {
        super(text(defaults, inherited, directory, file), origin);
        this.defaults = defaults;
        this.inherited = inherited;
        this.directory = directory;
        this.file = file;
    }

    private static String text(
            RuleDefaults defaults, boolean inherited, byte[] directory, Name file) {
        if (!defaults.prefixes() && defaults.simple()) {
            return ":C" + defaults.traits().modifiers() + ' ' + Escape.path(directory) + file;
        }
        String prefixes = defaults.prefixes() ? "" : defaults.traits().include() ? "+" : "-";
        return ":"
                + prefixes
                + (inherited ? "" : "n")
                + (defaults.words() ? "w" : "")
                + defaults.traits().modifiers()
                + ' '
                + Escape.path(directory)
                + file;
    }

    /** What the rules in the files take over from this one. */
    RuleDefaults defaults() {
        return defaults;
    }

    boolean inherited() {
        return inherited;
    }

    /** Where the search begins, ending in a slash; empty if at the directory the rule stands in. */
    byte[] directory() {
        return directory;
    }

    Name file() {
        return file;
    }

    /** Whether the files can hold rules that concern that side. */
    boolean concerns(Side side) {
        boolean mayNameTarget = defaults.prefixes() && defaults.traits().sides() == Sides.UNNAMED;
        return defaults.traits().sides().concern(side) || mayNameTarget;
    }
}
