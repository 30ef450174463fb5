package dev.dsync.engine.mesh;

import dev.dsync.core.plan.Brake;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Listing;
import dev.dsync.engine.mesh.FolderScan.Found;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How much less is there than was. What is at another path now is not less. */
final class Losses {
    /** Fewer are not worth a question. */
    private static final long BRAKED_MIN = 8;

    private Losses() {}

    /**
     * Entries that are gone, but for as many of the same value as are where nothing was.
     *
     * @param recorded what was there before
     */
    static long count(List<Found> found, Listing recorded) throws IOException {
        Map<Object, Integer> moved = new HashMap<>();
        for (Found one : found) {
            if (one instanceof Found.There(Entry entry) && recorded.find(entry.path()).isEmpty()) {
                moved.merge(value(entry), 1, Integer::sum);
            }
        }
        long less = 0;
        for (Found one : found) {
            if (one instanceof Found.Gone gone) {
                Entry entry = recorded.find(gone.path()).orElse(null);
                Object value = entry == null ? gone : value(entry);
                int left = moved.getOrDefault(value, 0);
                moved.put(value, left - 1);
                less += left > 0 ? 0 : 1;
            }
        }
        return less;
    }

    /** Whether somebody has to say that so many entries less were meant. */
    static boolean areTooMany(long less, long entries) {
        return less >= BRAKED_MIN
                && Brake.percent(FolderState.HALF.percent(), less, entries)
                        instanceof Brake.Verdict.TooManyDeletes;
    }

    private static Object value(Entry entry) {
        return switch (entry) {
            case Entry.FileEntry file -> String.valueOf(file.content());
            case Entry.SymlinkEntry link -> link.target();
            case Entry.DirectoryEntry directory -> directory.kind();
            case Entry.SpecialEntry special -> special.kind();
        };
    }
}
