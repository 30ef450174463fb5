package dev.dsync.core.filter;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.List;

/**
 * The rules as they stand in one directory, asked about the entries in it.
 *
 * <p>On the source an excluded entry takes no part, and an excluded directory is not entered. On
 * the target an excluded entry is not deleted, nor is anything below it; it does not hinder an
 * update, so a listing made there to plan against must hold it all the same. Immutable; asking
 * allocates nothing.
 */
public final class DirectoryFilter {
    private final FilteredRoot root;
    private final RelPath directory;
    private final boolean deleting;
    private final List<FilterItem> items;

    /** The rules in order, those of merge files in place. */
    private final FilterItem.Bound[] rules;

    private DirectoryFilter(
            FilteredRoot root, RelPath directory, boolean deleting, List<FilterItem> items) {
        this.root = root;
        this.directory = directory;
        this.deleting = deleting;
        this.items = items;
        this.rules = new FilterItem.Bound[count(items)];
        flatten(items, 0);
    }

    static DirectoryFilter ofRoot(List<Rule> rules, FilteredRoot root)
            throws IOException, InvalidRuleException {
        List<FilterItem> items = new Descent(root, RelPath.ROOT, false).start(rules);
        return new DirectoryFilter(root, RelPath.ROOT, false, items);
    }

    private static int count(List<FilterItem> items) {
        int count = 0;
        for (FilterItem item : items) {
            count +=
                    switch (item) {
                        case FilterItem.Bound _ -> 1;
                        case FilterItem.Merged merged -> count(merged.contents());
                    };
        }
        return count;
    }

    private int flatten(List<FilterItem> from, int at) {
        int next = at;
        for (FilterItem item : from) {
            switch (item) {
                case FilterItem.Bound bound -> rules[next++] = bound;
                case FilterItem.Merged merged -> next = flatten(merged.contents(), next);
            }
        }
        return next;
    }

    /**
     * The filter in force in a directory of this one.
     *
     * @throws IOException if a merge file is there but cannot be read
     * @throws InvalidRuleException if a merge file holds an invalid rule
     */
    public DirectoryFilter enter(RelPath child) throws IOException, InvalidRuleException {
        if (child.depth() != directory.depth() + 1 || !child.isWithin(directory)) {
            throw new IllegalArgumentException(child + " is no entry of " + directory);
        }
        List<FilterItem> entered = new Descent(root, child, deleting).enter(items);
        return new DirectoryFilter(root, child, deleting, entered);
    }

    /**
     * The filter in force here and below once the directory is being deleted: perishable rules no
     * longer hold.
     */
    public DirectoryFilter whenDeleting() {
        return new DirectoryFilter(root, directory, true, Descent.withoutPerishable(items));
    }

    /** What is said of the entry of this name. */
    public Verdict verdict(Name name, boolean isDirectory) {
        byte[] bytes = name.bytes();
        return verdict(bytes, 0, bytes.length, isDirectory);
    }

    /** What is said of the entry whose name is these {@code length} bytes from {@code offset}. */
    public Verdict verdict(byte[] name, int offset, int length, boolean isDirectory) {
        if (ReservedNames.covers(name, offset, length)) {
            return ReservedNames.VERDICT;
        }
        for (FilterItem.Bound rule : rules) {
            if (rule.matches(name, offset, length, isDirectory)) {
                return rule.rule().verdict();
            }
        }
        return Verdict.UNMATCHED;
    }

    /**
     * What is said of a path below this directory; if a directory above it is excluded, what is
     * said of that one.
     *
     * @throws IOException if a merge file is there but cannot be read
     * @throws InvalidRuleException if a merge file holds an invalid rule
     */
    public Verdict verdictBelow(RelPath path, boolean isDirectory)
            throws IOException, InvalidRuleException {
        RelPath parent = path.parent();
        if (parent.equals(directory)) {
            return verdict(path.name(), isDirectory);
        }
        RelPath child = path;
        while (child.depth() > directory.depth() + 1) {
            child = child.parent();
        }
        Verdict verdict = verdict(child.name(), true);
        return verdict.excluded() ? verdict : enter(child).verdictBelow(path, isDirectory);
    }

    /** The directory whose entries are asked about. */
    public RelPath directory() {
        return directory;
    }
}
