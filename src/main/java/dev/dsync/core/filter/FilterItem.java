package dev.dsync.core.filter;

import java.util.List;

/** What stands in the list of rules of one directory. */
sealed interface FilterItem {
    /**
     * A rule with its pattern as it stands in the directory.
     *
     * @param from components below {@code /} where its pattern begins to read the path
     */
    record Bound(MatchRule rule, Matcher matcher, int from) implements FilterItem {
        boolean matches(byte[] name, int offset, int length, boolean directory) {
            boolean matched =
                    (directory || !rule.pattern().directoryOnly())
                            && matcher.matches(name, offset, length, directory);
            return matched != rule.negated();
        }

        /**
         * The rule in the directory of this name, which has that many components below {@code /}.
         */
        Bound enter(byte[] name, int depth) {
            if (depth <= from) {
                return this;
            }
            Matcher entered = matcher.enter(name);
            return entered == matcher ? this : new Bound(rule, entered, from);
        }

        /** Whether the rule decides nothing here or below. */
        boolean isIdle() {
            return matcher.isDead() && !rule.negated();
        }
    }

    /** A merge rule with the rules found for it: this directory's first, then those inherited. */
    record Merged(MergeRule rule, List<FilterItem> contents) implements FilterItem {}
}
