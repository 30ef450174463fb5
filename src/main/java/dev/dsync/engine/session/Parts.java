package dev.dsync.engine.session;

import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Problem;
import dev.dsync.io.wire.PartSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists cut to what fits into messages, however long the paths in them are. */
final class Parts {
    private static final int MESSAGE_BYTES = 1 << 20;

    private Parts() {}

    /** All of the items, as many at a time as one message holds. */
    static List<List<Item>> of(List<Item> items) {
        List<List<Item>> parts = new ArrayList<>();
        int start = 0;
        long bytes = 0;
        for (int at = 0; at < items.size(); at++) {
            int size = PartSize.of(items.get(at));
            if (bytes + size > MESSAGE_BYTES && at > start) {
                parts.add(items.subList(start, at));
                start = at;
                bytes = 0;
            }
            bytes += size;
        }
        if (start < items.size()) {
            parts.add(items.subList(start, items.size()));
        }
        return parts;
    }

    /**
     * The problems, if one message holds them and they are no more than {@code countMax}. Else the
     * first of them, the worst before the others: how the run ends is known by what is told.
     */
    static List<Problem> first(List<Problem> problems, int countMax) {
        if (problems.size() <= countMax && countFitting(problems) == problems.size()) {
            return problems;
        }
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.comparingInt(Parts::rank));
        return sorted.subList(0, Math.min(countFitting(sorted), countMax));
    }

    /** By what a problem makes of a run. */
    private static int rank(Problem problem) {
        return problem.kind().isNotice() ? 2 : problem.kind() == Problem.Kind.VANISHED ? 1 : 0;
    }

    private static int countFitting(List<Problem> problems) {
        int count = 0;
        long bytes = 0;
        for (Problem problem : problems) {
            bytes += PartSize.of(new Item.Failed(problem));
            if (bytes > MESSAGE_BYTES) {
                break;
            }
            count++;
        }
        return count;
    }
}
