package dev.dsync.core.plan;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Entries and trees made by hand or by chance. */
final class Trees {
    private Trees() {}

    static Attributes attributes(int mode, long seconds) {
        return new Attributes(mode, new Timestamp(seconds, 0), 0, 0);
    }

    static Entry.FileEntry file(String path, long size, int mode, long seconds) {
        return new Entry.FileEntry(
                RelPath.literal(path), attributes(mode, seconds), size, null, null, null);
    }

    static Entry.FileEntry file(String path) {
        return file(path, 1, 0644, 10);
    }

    static Entry.FileEntry link(String path, String leader, long size, long seconds) {
        return new Entry.FileEntry(
                RelPath.literal(path),
                attributes(0644, seconds),
                size,
                RelPath.literal(leader),
                null,
                null);
    }

    static Entry.DirectoryEntry directory(String path, Listed listed, int mode, long seconds) {
        return new Entry.DirectoryEntry(
                RelPath.literal(path), attributes(mode, seconds), listed, null);
    }

    static Entry.DirectoryEntry directory(String path) {
        return directory(path, Listed.ALL, 0755, 10);
    }

    static Entry.SymlinkEntry symlink(String path, String target) {
        try {
            return new Entry.SymlinkEntry(
                    RelPath.literal(path),
                    attributes(0777, 10),
                    LinkTarget.of(target.getBytes(StandardCharsets.UTF_8)),
                    null);
        } catch (IllegalNameException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Entry.SpecialEntry special(String path, Kind kind, int minor) {
        return new Entry.SpecialEntry(
                RelPath.literal(path), attributes(0600, 10), kind, 0, minor, null);
    }

    /**
     * A tree of up to three names a directory; some directories {@code FAILED} if {@code failures}.
     */
    static List<Entry> random(SplittableRandom random, int depth, boolean failures) {
        List<Entry> entries = new ArrayList<>();
        grow(entries, "", random, depth, failures);
        return entries;
    }

    private static void grow(
            List<Entry> entries,
            String path,
            SplittableRandom random,
            int depth,
            boolean failures) {
        Listed listed = failures && random.nextInt(4) == 0 ? Listed.FAILED : Listed.ALL;
        entries.add(
                directory(
                        path, listed, random.nextBoolean() ? 0755 : 0700, 10 + random.nextInt(2)));
        for (String name : List.of("a", "a-b", "b")) {
            String child = path.isEmpty() ? name : path + "/" + name;
            switch (random.nextInt(depth > 0 ? 8 : 5)) {
                case 0 -> {}
                case 1, 2 ->
                        entries.add(
                                file(
                                        child,
                                        random.nextInt(2),
                                        random.nextBoolean() ? 0644 : 0755,
                                        10 + random.nextInt(2)));
                case 3 -> entries.add(symlink(child, random.nextBoolean() ? "x" : "y"));
                case 4 -> entries.add(special(child, Kind.CHARACTER_DEVICE, random.nextInt(2)));
                default -> grow(entries, child, random, depth - 1, failures);
            }
        }
    }
}
