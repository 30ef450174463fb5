package dev.dsync.core.filter;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the rules say of a path: whether it is included, and which rule, printable, decided it. */
public final class Verdict {
    /** No rule matches: the path takes part and may be deleted. */
    public static final Verdict UNMATCHED = new Verdict(true, null, null);

    private final boolean included;
    private final @Nullable String rule;
    private final @Nullable Origin origin;

    Verdict(boolean included, @Nullable String rule, @Nullable Origin origin) {
        this.included = included;
        this.rule = rule;
        this.origin = origin;
    }

    /** Whether the path takes part (source), or may be deleted (target), or is not ignored. */
    public boolean included() {
        return included;
    }

    /** Whether the path is hidden (source), or protected (target), or ignored. */
    public boolean excluded() {
        return !included;
    }

    /** The rule that decided, in the form {@link Rule#toString} gives. */
    public Optional<String> rule() {
        return Optional.ofNullable(rule);
    }

    /** Where the rule that decided was written. */
    public Optional<Origin> origin() {
        return Optional.ofNullable(origin);
    }

    @Override
    public String toString() {
        return (included ? "included" : "excluded") + (rule == null ? "" : " by " + rule);
    }
}
