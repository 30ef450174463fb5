package dev.dsync.io.wire;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.TypedPath;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Random policies, and bounds of listings. */
final class PolicyGenerator {
    private final RandomGenerator random;
    private final Supplier<TypedPath> path;

    PolicyGenerator(RandomGenerator random, Supplier<TypedPath> path) {
        this.random = random;
        this.path = path;
    }

    private boolean flag() {
        return random.nextBoolean();
    }

    private long number() {
        return random.nextLong(Long.MAX_VALUE);
    }

    private <E> E one(E[] values) {
        return values[random.nextInt(values.length)];
    }

    Policy policy() {
        boolean enabled = flag();
        Policy.MaxDelete max =
                switch (random.nextInt(3)) {
                    case 0 -> new Policy.MaxDelete.Unlimited();
                    case 1 -> new Policy.MaxDelete.Count(number());
                    default -> new Policy.MaxDelete.Percent(random.nextInt(101));
                };
        Policy.Timing timing = one(Policy.Timing.values());
        return new Policy(
                new Policy.Deletion(
                        enabled, timing, enabled && flag(), max, flag(), flag(), flag()),
                new Policy.Comparison(flag(), flag(), flag(), random.nextInt(-1, 100), flag()),
                new Policy.Selection(flag(), flag(), flag(), optional(), optional()),
                new Policy.Writing(
                        flag() ? Optional.empty() : Optional.of(backup()),
                        alternates(),
                        flag(),
                        flag(),
                        flag(),
                        flag()));
    }

    /** Random bounds of a listing. */
    Scope scope(List<String> rules) {
        return new Scope(
                flag(),
                flag(),
                flag(),
                flag(),
                flag(),
                rules,
                flag(),
                flag(),
                one(Scope.Missing.values()),
                flag(),
                new Scope.Links(flag(), flag(), flag(), flag()),
                new Scope.Ignores(flag(), flag()));
    }

    private Optional<Policy.Alternates> alternates() {
        Policy.Alternates.Use use = one(Policy.Alternates.Use.values());
        return flag()
                ? Optional.empty()
                : Optional.of(new Policy.Alternates(use, List.of(path.get())));
    }

    private Policy.Backup backup() {
        @Nullable TypedPath directory = flag() ? path.get() : null;
        return new Policy.Backup(directory == null || flag() ? "~" : "", directory);
    }

    private OptionalLong optional() {
        return flag() ? OptionalLong.empty() : OptionalLong.of(number());
    }
}
