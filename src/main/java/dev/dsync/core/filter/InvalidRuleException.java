package dev.dsync.core.filter;

/**
 * A filter rule that says nothing valid: what is wrong, where it stands, and what would be right.
 */
public final class InvalidRuleException extends Exception {
    /** What is wrong with a rule. */
    public enum Fault {
        UNKNOWN_RULE(
                "unknown filter rule",
                "begin it with one of + - . : H S P R ! or a long name such as exclude"),
        INVALID_MODIFIER(
                "invalid modifier",
                "see FILTER RULES in the manual for the modifiers each rule takes"),
        UNSUPPORTED_MODIFIER(
                "modifier not supported",
                "leave out x (xattr names), and write C in a dir-merge rule or give -C alone"),
        CLEAR_WITH_TEXT("characters after '!'", "write ! alone"),
        NO_PATTERN("rule without a pattern", "add a pattern after the space"),
        SIDES_TWICE(
                "rule with a side in a merge file with a side",
                "name the side in one of the two places"),
        MERGE_OUTSIDE_ROOT(
                "merge file outside the root", "name a file below the directory being synced"),
        MERGE_FILE_MISSING(
                "included merge file missing", "create it, or remove the rule that includes it"),
        MERGE_TOO_DEEP(
                "merge files nested too deeply", "remove the merge file that includes itself"),
        FILE_TOO_LONG("file of rules too long", "keep a file of rules within 1 MiB"),
        RULES_TOO_LONG(
                "too many rules", "keep the rules within 1 MiB and 10,000 patterns with wildcards");

        private final String what;
        private final String remedy;

        Fault(String what, String remedy) {
            this.what = what;
            this.remedy = remedy;
        }

        /** What is wrong, in a few words. */
        public String what() {
            return what;
        }

        /** What would be right. */
        public String remedy() {
            return remedy;
        }
    }

    private final Fault fault;
    private final Origin origin;
    private final String rule;

    InvalidRuleException(Fault fault, Origin origin, String rule) {
        super(origin + ": " + fault.what() + ": " + rule);
        this.fault = fault;
        this.origin = origin;
        this.rule = rule;
    }

    /** What is wrong. */
    public Fault fault() {
        return fault;
    }

    /** Where the rule stands. */
    public Origin origin() {
        return origin;
    }

    /** The rule as it was written, printable. */
    public String rule() {
        return rule;
    }
}
