package dev.dsync.core.attributes;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which users, or groups, of the source shall be whom at the target ({@code --usermap}, {@code
 * --groupmap}): the first rule that matches decides. Ids are of 32 bits, without sign.
 */
public record IdMap(List<Rule> rules) {
    /** Nobody becomes somebody else. */
    public static final IdMap NONE = new IdMap(List.of());

    /** The most rules of one run. */
    public static final int COUNT_MAX = 1000;

    /** The highest id there is: the one above it means that there is none. */
    public static final long ID_MAX = 0xFFFF_FFFEL;

    /** Bytes of a name. */
    public static final int NAME_MAX = 255;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");

    public IdMap {
        rules = List.copyOf(rules);
        if (rules.size() > COUNT_MAX) {
            throw new IllegalArgumentException(rules.size() + " rules");
        }
    }

    /** Who is meant at the source. */
    public sealed interface From {
        /**
         * Whoever has this name there.
         *
         * @param name with {@code * ? [} a pattern; whoever has no name there has the empty one
         */
        record Named(String name) implements From {}

        /** Whoever has one of these ids, both ends among them; none if they are the wrong way. */
        record Ids(long low, long high) implements From {
            public Ids {
                requireId(low);
                requireId(high);
            }
        }
    }

    /** Who that shall be at the target. */
    public sealed interface To {
        /** Whoever has this name there. */
        record Named(String name) implements To {
            public Named {
                if (name.isEmpty()) {
                    throw new IllegalArgumentException("nobody");
                }
            }
        }

        /** Whoever has this id. */
        record Id(long id) implements To {
            public Id {
                requireId(id);
            }
        }
    }

    /** Who becomes whom. */
    public record Rule(From from, To to) {
        public Rule {
            Objects.requireNonNull(from);
            Objects.requireNonNull(to);
        }

        /**
         * Whether one of the source is meant.
         *
         * @param name what it is called there; empty if nothing is known of that
         */
        public boolean matches(int id, String name) {
            return switch (from) {
                case From.Named named -> new NamePattern(named.name).matches(name);
                case From.Ids ids ->
                        Integer.toUnsignedLong(id) >= ids.low
                                && Integer.toUnsignedLong(id) <= ids.high;
            };
        }
    }

    private static void requireId(long id) {
        if (id < 0 || id > ID_MAX) {
            throw new IllegalArgumentException("id " + id);
        }
    }

    /** Everybody becomes this one; empty if the text names nobody. */
    public static Optional<IdMap> everybody(String to) {
        return target(to).map(one -> new IdMap(List.of(new Rule(new From.Named("*"), one))));
    }

    /** What {@code FROM:TO,...} says; empty if the text is no such list. */
    public static Optional<IdMap> of(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String pair : text.split(",", -1)) {
            int colon = pair.indexOf(':');
            if (colon < 0 || rules.size() == COUNT_MAX) {
                return Optional.empty();
            }
            Optional<From> from = source(pair.substring(0, colon));
            Optional<To> to = target(pair.substring(colon + 1));
            if (from.isEmpty() || to.isEmpty()) {
                return Optional.empty();
            }
            rules.add(new Rule(from.get(), to.get()));
        }
        return Optional.of(new IdMap(rules));
    }

    /** A digit at the beginning makes it a number, or two with a hyphen between. */
    private static Optional<From> source(String text) {
        if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
            return text.length() <= NAME_MAX ? Optional.of(new From.Named(text)) : Optional.empty();
        }
        String[] ends = text.split("-", 2);
        Optional<Long> low = number(ends[0]);
        Optional<Long> high = number(ends[ends.length - 1]);
        return low.isPresent() && high.isPresent()
                ? Optional.of(new From.Ids(low.get(), high.get()))
                : Optional.empty();
    }

    private static Optional<To> target(String text) {
        if (NUMBER.matcher(text).matches()) {
            return number(text).map(To.Id::new);
        }
        boolean named = !text.isEmpty() && text.length() <= NAME_MAX;
        return named && !text.matches("\\d+") ? Optional.of(new To.Named(text)) : Optional.empty();
    }

    private static Optional<Long> number(String text) {
        return Optional.of(text)
                .filter(digits -> NUMBER.matcher(digits).matches())
                .map(Long::valueOf)
                .filter(id -> id <= ID_MAX);
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }
}
