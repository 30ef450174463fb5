package dev.dsync.core.filter;

import dev.dsync.core.filter.InvalidRuleException.Fault;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The ordered rules of a run; the first that matches a path decides. */
public final class RuleSet {
    /** The most bytes the text of all rules may have. */
    public static final int BYTES_MAX = 1 << 20;

    /** The most patterns with wildcards: each is compiled, and a peer sends them. */
    public static final int WILDCARDS_MAX = 10_000;

    /** No rules: every path takes part. */
    public static final RuleSet EMPTY = new RuleSet(List.of());

    private final List<Rule> rules;

    private RuleSet(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * These rules, in this order.
     *
     * @throws InvalidRuleException if they are more than the limits allow
     */
    public static RuleSet of(List<Rule> rules) throws InvalidRuleException {
        requireWithinLimits(rules);
        return new RuleSet(List.copyOf(rules));
    }

    static void requireWithinLimits(List<Rule> rules) throws InvalidRuleException {
        long bytes = 0;
        int wildcards = 0;
        for (Rule rule : rules) {
            bytes += RuleReader.utf8(rule.toString()).length + 1;
            if (rule instanceof MatchRule match && match.pattern().wild()) {
                wildcards++;
            }
            if (bytes > BYTES_MAX || wildcards > WILDCARDS_MAX) {
                throw new InvalidRuleException(
                        Fault.RULES_TOO_LONG, rule.origin(), rule.toString());
            }
        }
    }

    /**
     * The rules that {@link #toText} wrote.
     *
     * @throws InvalidRuleException if a line is no rule, or the rules are more than the limits
     *     allow
     */
    public static RuleSet parse(String text) throws InvalidRuleException {
        if (text.length() > BYTES_MAX) {
            throw new InvalidRuleException(
                    Fault.RULES_TOO_LONG, new Origin.Wire(1), text.length() + " characters");
        }
        List<Rule> rules = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            rules.add(Rule.parse(text.substring(start, end), new Origin.Wire(rules.size() + 1)));
            start = end + 1;
        }
        return of(rules);
    }

    /**
     * The rules as text, one a line, each ended by a line feed; at most {@value #BYTES_MAX} bytes
     * in UTF-8.
     */
    public String toText() {
        StringBuilder text = new StringBuilder();
        for (Rule rule : rules) {
            text.append(rule).append('\n');
        }
        return text.toString();
    }

    /** Whether there is no rule. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Whether rules also stand in files of the directories that are listed. */
    public boolean readsMergeFiles() {
        return rules.stream().anyMatch(MergeRule.class::isInstance);
    }

    /** The rules in order. */
    public List<Rule> rules() {
        return rules;
    }

    /**
     * The filter in force in the root itself; directories below are entered from there, one by one.
     *
     * @param rootFromSlash the root's own path as seen from {@code /}, for rules with the modifier
     *     {@code /}
     * @throws IOException if a merge file is there but cannot be read
     * @throws InvalidRuleException if a merge file holds an invalid rule
     */
    public DirectoryFilter enter(Side side, RelPath rootFromSlash, MergeFiles files)
            throws IOException, InvalidRuleException {
        return DirectoryFilter.ofRoot(rules, new FilteredRoot(side, rootFromSlash, files));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RuleSet that && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    @Override
    public String toString() {
        return toText();
    }
}
