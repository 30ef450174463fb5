package dev.dsync.core.filter;

/**
 * What rules take over from the option or merge file they stand in.
 *
 * @param prefixes whether rules begin with what they do; else each is a pattern
 * @param simple whether only {@code "- "}, {@code "+ "} and {@code !} are known, as in {@code
 *     --exclude}; without prefixes only {@code !}, as CVS has it
 * @param words whether rules end at white space
 */
record RuleDefaults(Traits traits, boolean prefixes, boolean simple, boolean words) {
    /** Rules of {@code --filter}. */
    static final RuleDefaults FILTER = new RuleDefaults(Traits.EXCLUDE, true, false, false);

    /** Patterns of {@code --exclude}. */
    static final RuleDefaults EXCLUDE = new RuleDefaults(Traits.EXCLUDE, true, true, false);

    /** Words, each a pattern to exclude. */
    static final RuleDefaults WORDS = new RuleDefaults(Traits.EXCLUDE, false, true, true);

    /** The same, which do not hold in directories that are being deleted. */
    static final RuleDefaults PERISHABLE_WORDS =
            new RuleDefaults(new Traits(false, false, true, Sides.UNNAMED), false, true, true);

    /** Patterns of {@code --include}. */
    static final RuleDefaults INCLUDE = new RuleDefaults(Traits.INCLUDE, true, true, false);
}
