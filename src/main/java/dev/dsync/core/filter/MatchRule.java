package dev.dsync.core.filter;

import dev.dsync.core.tree.Escape;

/** A rule with a pattern. */
final class MatchRule extends Rule {
    private final Traits traits;
    private final boolean negated;
    private final Pattern pattern;
    private final Verdict verdict;

    MatchRule(Traits traits, boolean negated, byte[] pattern, Origin origin) {
        super(text(traits, negated, pattern), origin);
        this.traits = traits;
        this.negated = negated;
        this.pattern = new Pattern(pattern);
        this.verdict = new Verdict(traits.include(), toString(), origin);
    }

    private static String text(Traits traits, boolean negated, byte[] pattern) {
        return (traits.include() ? "+" : "-")
                + (negated ? "!" : "")
                + traits.modifiers()
                + ' '
                + Escape.path(pattern);
    }

    Traits traits() {
        return traits;
    }

    /** Whether the rule concerns what its pattern does not match. */
    boolean negated() {
        return negated;
    }

    Pattern pattern() {
        return pattern;
    }

    /** What is said of a path that this rule decides. */
    Verdict verdict() {
        return verdict;
    }
}
