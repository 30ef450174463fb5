package dev.dsync.core.attributes;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What the entries of a source have that a target may be unable to keep.
 *
 * @param users how many entries each user has, by number
 * @param groups how many entries each group has
 * @param setIds entries with a setuid or setgid bit that does not count
 * @param xattrs entries with extended attributes that do not count
 */
public record Stakes(
        Map<Integer, Long> users, Map<Integer, Long> groups, long setIds, long xattrs) {
    /** Nothing. */
    public static final Stakes NONE = new Stakes(Map.of(), Map.of(), 0, 0);

    /** The most users, and the most groups, that are told of. */
    public static final int IDS_MAX = 1000;

    public Stakes {
        users = Map.copyOf(users);
        groups = Map.copyOf(groups);
    }

    /**
     * The same, as far as it is told: of users and groups that are of interest, and not of more
     * than may be, those with the most entries.
     */
    public Stakes told(IntPredicate user, IntPredicate group) {
        return new Stakes(told(users, user), told(groups, group), setIds, xattrs);
    }

    private static Map<Integer, Long> told(Map<Integer, Long> counts, IntPredicate isTold) {
        Map<Integer, Long> told = new HashMap<>();
        counts.entrySet().stream()
                .filter(one -> isTold.test(one.getKey()))
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(IDS_MAX)
                .forEach(one -> told.put(one.getKey(), one.getValue()));
        return told;
    }
}
