package dev.dsync.core.filter;

/**
 * One filter rule: a pattern that includes or excludes, or a file of further rules looked for in
 * every directory.
 *
 * <p>Its text is what {@code --filter} takes, with bytes that do not print escaped as in {@link
 * dev.dsync.core.tree.Escape}, so a rule is one line and reads back as the same rule. Rules with
 * the same text are equal.
 */
public abstract sealed class Rule permits MatchRule, MergeRule {
    private final String text;
    private final Origin origin;

    Rule(String text, Origin origin) {
        this.text = text;
        this.origin = origin;
    }

    /**
     * The rule that {@link #toString} wrote.
     *
     * @throws InvalidRuleException if it is none
     */
    public static Rule parse(String text, Origin origin) throws InvalidRuleException {
        return WireRule.parse(text, origin);
    }

    /** Where the rule was written. */
    public Origin origin() {
        return origin;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rule that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
