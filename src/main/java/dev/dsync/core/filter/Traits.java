package dev.dsync.core.filter;

/**
 * What a rule does with what it matches, and where.
 *
 * @param absolute whether the pattern is compared with the path from the root of the file system
 * @param perishable whether the rule does not hold in directories that are being deleted
 */
record Traits(boolean include, boolean absolute, boolean perishable, Sides sides) {
    static final Traits EXCLUDE = new Traits(false, false, false, Sides.UNNAMED);
    static final Traits INCLUDE = new Traits(true, false, false, Sides.UNNAMED);

    /** The modifiers that say so, in the order rules are written. */
    String modifiers() {
        return (absolute ? "/" : "") + sides.modifiers() + (perishable ? "p" : "");
    }
}
