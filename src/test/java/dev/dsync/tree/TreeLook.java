package dev.dsync.tree;

import dev.dsync.process.Command;
import dev.dsync.process.NativeTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A directory tree as it stands on disk, read by a tool that shares no code with the program under
 * test.
 */
public final class TreeLook {

    /**
     * How many bytes are holes depends on the file system and counts only where a test is about it.
     */
    public static final Set<String> WITHOUT_HOLES = Set.of("holes");

    private final Map<String, LookedEntry> entries;

    private TreeLook(Map<String, LookedEntry> entries) {
        this.entries = entries;
    }

    public static TreeLook at(Path root) throws IOException {
        String text =
                Command.of(NativeTool.program("tree").toString(), "look", root.toString())
                        .run()
                        .succeeded()
                        .stdout();
        Map<String, LookedEntry> entries = new TreeMap<>();
        Map<String, String> leaders = new HashMap<>();
        text.lines()
                .map(LookedEntry::parse)
                .forEach(
                        entry -> {
                            String inode = entry.field("inode");
                            entries.put(
                                    entry.path(),
                                    inode.equals("-")
                                            ? entry
                                            : entry.withHardLinkLeader(
                                                    leaders.computeIfAbsent(
                                                            inode, _ -> entry.path())));
                        });
        return new TreeLook(entries);
    }

    public Optional<LookedEntry> entry(String path) {
        return Optional.ofNullable(entries.get(EscapedName.canonical(path)));
    }

    public Set<String> paths() {
        return entries.keySet();
    }

    public Collection<LookedEntry> entries() {
        return entries.values();
    }

    /** The part of the tree whose paths are wanted. */
    public TreeLook only(Predicate<String> wanted) {
        Map<String, LookedEntry> kept = new TreeMap<>(entries);
        kept.keySet().removeIf(wanted.negate());
        return new TreeLook(kept);
    }

    public List<TreeDifference> differences(TreeLook actual) {
        return differences(actual, WITHOUT_HOLES);
    }

    /**
     * What is otherwise in {@code actual}, in the order of paths; empty if the trees are equal but
     * for those fields.
     */
    public List<TreeDifference> differences(TreeLook actual, Set<String> ignoredFields) {
        Set<String> paths = new TreeSet<>(entries.keySet());
        paths.addAll(actual.entries.keySet());
        List<TreeDifference> differences = new ArrayList<>();
        for (String path : paths) {
            LookedEntry mine = entries.get(path);
            LookedEntry other = actual.entries.get(path);
            if (mine == null || other == null) {
                differences.add(new TreeDifference(path, "entry", text(mine), text(other)));
                continue;
            }
            Set<String> fields = new TreeSet<>(mine.fields().keySet());
            fields.addAll(other.fields().keySet());
            fields.removeAll(ignoredFields);
            for (String field : fields) {
                if (!mine.field(field).equals(other.field(field))) {
                    differences.add(
                            new TreeDifference(path, field, mine.field(field), other.field(field)));
                }
            }
        }
        return differences;
    }

    private static String text(@Nullable LookedEntry entry) {
        return entry == null ? "missing" : entry.toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        entries.values().forEach(entry -> text.append(entry).append('\n'));
        return text.toString();
    }
}
