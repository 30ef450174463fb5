package dev.dsync.core.plan;

import dev.dsync.core.tree.Entry;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pairs of two listings held in memory, none left out. */
public final class MergedPairs implements Pairs {
    private final List<Entry> local;
    private final List<Entry> remote;
    private int nextLocal;
    private int nextRemote;

    public MergedPairs(List<? extends Entry> local, List<? extends Entry> remote) {
        this.local =
                local.stream()
                        .map(Entry.class::cast)
                        .sorted(Comparator.comparing(Entry::path))
                        .toList();
        this.remote =
                remote.stream()
                        .map(Entry.class::cast)
                        .sorted(Comparator.comparing(Entry::path))
                        .toList();
    }

    @Override
    public @Nullable Pair next() {
        boolean anyLocal = nextLocal < local.size();
        boolean anyRemote = nextRemote < remote.size();
        if (!anyLocal && !anyRemote) {
            return null;
        }
        int order =
                !anyLocal
                        ? 1
                        : !anyRemote
                                ? -1
                                : local.get(nextLocal)
                                        .path()
                                        .compareTo(remote.get(nextRemote).path());
        Entry ours = order <= 0 ? local.get(nextLocal++) : null;
        Entry theirs = order >= 0 ? remote.get(nextRemote++) : null;
        return new Pair(ours, theirs);
    }
}
