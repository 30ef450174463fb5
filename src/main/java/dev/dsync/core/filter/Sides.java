package dev.dsync.core.filter;

/** The sides a rule names. */
enum Sides {
    UNNAMED(""),
    SOURCE("s"),
    TARGET("r"),
    BOTH("sr");

    private final String modifiers;

    Sides(String modifiers) {
        this.modifiers = modifiers;
    }

    String modifiers() {
        return modifiers;
    }

    Sides with(Sides other) {
        return this == UNNAMED || this == other ? other : other == UNNAMED ? this : BOTH;
    }

    /** Whether a rule with these sides counts on that side. */
    boolean concern(Side side) {
        return switch (side) {
            case SOURCE -> this != TARGET;
            case TARGET -> this != SOURCE;
            case TARGET_DELETING_EXCLUDED -> this == TARGET || this == BOTH;
        };
    }
}
