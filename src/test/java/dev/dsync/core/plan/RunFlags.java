package dev.dsync.core.plan;

import dev.dsync.core.tree.Profile;
import java.util.List;
import java.util.OptionalLong;

/** rsync's flags as a policy and a profile, for comparing with rsync. */
public record RunFlags(List<String> flags) {
    public RunFlags {
        flags = List.copyOf(flags);
    }

    private boolean has(String flag) {
        return flags.contains(flag);
    }

    /** Whether one of the short flags, or {@code -a} with it, was given. */
    private boolean hasShort(char flag, boolean inArchive) {
        return flags.stream()
                .filter(f -> f.startsWith("-") && !f.startsWith("--"))
                .anyMatch(f -> f.indexOf(flag) > 0 || (inArchive && f.indexOf('a') > 0));
    }

    private OptionalLong number(String flag) {
        return flags.stream()
                .filter(f -> f.startsWith(flag + "="))
                .mapToLong(f -> Long.parseLong(f.substring(flag.length() + 1)))
                .findFirst();
    }

    public Policy policy() {
        OptionalLong max = number("--max-delete");
        return new Policy(
                new Policy.Deletion(
                        has("--delete"),
                        Policy.Timing.DURING,
                        false,
                        max.isPresent()
                                ? new Policy.MaxDelete.Count(max.getAsLong())
                                : new Policy.MaxDelete.Unlimited(),
                        has("--ignore-errors"),
                        has("--force"),
                        false),
                new Policy.Comparison(
                        hasShort('I', false),
                        has("--size-only"),
                        hasShort('c', false),
                        (int) number("--modify-window").orElse(Policy.Comparison.NANOSECONDS),
                        false),
                new Policy.Selection(
                        hasShort('u', false),
                        has("--existing"),
                        has("--ignore-existing"),
                        number("--max-size"),
                        number("--min-size")));
    }

    public Profile profile() {
        boolean times = hasShort('t', true);
        return new Profile(
                hasShort('p', true),
                hasShort('E', false),
                times,
                times && !hasShort('O', false),
                times && !hasShort('J', false),
                hasShort('o', true),
                hasShort('g', true),
                hasShort('l', true),
                hasShort('D', true),
                hasShort('D', true),
                hasShort('H', false),
                false,
                hasShort('c', false));
    }

    public Planner planner(int umask) {
        return new Planner(policy(), profile(), umask, Planner.SourceState.COMPLETE);
    }
}
