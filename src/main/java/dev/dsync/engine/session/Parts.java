package dev.dsync.engine.session;

import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Problem;
import dev.dsync.io.wire.PartSize;
import java.util.ArrayList;
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
     * The first of the problems, as many as one message holds and no more than {@code countMax}.
     */
    static List<Problem> first(List<Problem> problems, int countMax) {
        int count = 0;
        long bytes = 0;
        for (Problem problem : problems.subList(0, Math.min(problems.size(), countMax))) {
            bytes += PartSize.of(new Item.Failed(problem));
            if (bytes > MESSAGE_BYTES) {
                break;
            }
            count++;
        }
        return problems.subList(0, count);
    }
}
