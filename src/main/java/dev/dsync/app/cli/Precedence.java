package dev.dsync.app.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which of the options that were given hold, where several say something of the same. */
final class Precedence {
    private static final Set<? extends RunFlag> TIMINGS =
            EnumSet.range(Flag.DELETE_BEFORE, Flag.DELETE_AFTER);

    private Precedence() {}

    /** Those that hold, in the order in which they are to be taken. */
    static List<Given> settled(List<Given> given) {
        return ruled(kept(given));
    }

    /**
     * Without what a later {@code --no-} form of a rule or value takes back, and without the time
     * of deletes where a later layer names another.
     */
    private static List<Given> kept(List<Given> given) {
        List<Given> settled = new ArrayList<>();
        for (Given one : given) {
            if (!one.on() && (one.flag().takesValue() || isRule(one))) {
                settled.removeIf(earlier -> earlier.flag() == one.flag());
            } else {
                settled.add(one);
            }
        }
        Given.Layer timed =
                settled.stream()
                        .filter(one -> TIMINGS.contains(one.flag()) && one.on())
                        .map(Given::layer)
                        .max(Comparator.naturalOrder())
                        .orElse(Given.Layer.FILE);
        settled.removeIf(one -> TIMINGS.contains(one.flag()) && one.layer().compareTo(timed) < 0);
        return settled;
    }

    /** Of rules the first that matches decides, so those of the command line come first. */
    private static List<Given> ruled(List<Given> given) {
        List<Given> ordered = new ArrayList<>();
        List<Given.Layer> layers = List.of(Given.Layer.values()).reversed();
        for (Given.Layer layer : layers) {
            given.stream().filter(one -> one.layer() == layer && isRule(one)).forEach(ordered::add);
        }
        given.stream().filter(one -> !isRule(one)).forEach(ordered::add);
        return ordered;
    }

    private static boolean isRule(Given given) {
        return given.flag().group() == Flag.Group.RULES;
    }
}
