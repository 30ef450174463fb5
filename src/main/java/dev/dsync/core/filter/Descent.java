package dev.dsync.core.filter;

import dev.dsync.core.filter.InvalidRuleException.Fault;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One step into a directory: carries the rules over, and reads the merge files there. */
final class Descent {
    /**
     * The most merge rules in force in a directory; files found in a tree could name any number.
     */
    private static final int MERGES_MAX = 1_000;

    private final FilteredRoot root;
    private final RelPath directory;
    private final boolean deleting;
    private final byte[][] components;
    private final Set<Name> mergeFiles = new HashSet<>();

    Descent(FilteredRoot root, RelPath directory, boolean deleting) {
        this.root = root;
        this.directory = directory;
        this.deleting = deleting;
        this.components = new byte[root.depth() + directory.depth()][];
        split(root.fromSlash(), 0);
        split(directory, root.depth());
    }

    private void split(RelPath path, int at) {
        byte[] bytes = path.bytes();
        int start = 0;
        for (int i = 0; i < path.depth(); i++) {
            int end = start;
            while (end < bytes.length && bytes[end] != '/') {
                end++;
            }
            components[at + i] = Arrays.copyOfRange(bytes, start, end);
            start = end + 1;
        }
    }

    /** The rules of the run as they stand in the root. */
    List<FilterItem> start(List<Rule> rules) throws IOException, InvalidRuleException {
        List<Rule> distinct = new ArrayList<>(rules.size());
        for (Rule rule : rules) {
            if (!(rule instanceof MergeRule merge) || isNew(merge)) {
                distinct.add(rule);
            }
        }
        return place(distinct, components.length);
    }

    /** The rules of the directory above as they stand in this one. */
    List<FilterItem> enter(List<FilterItem> items) throws IOException, InvalidRuleException {
        collectMergeFiles(items);
        return carry(items, components.length);
    }

    /** The same rules once the directory is being deleted. */
    static List<FilterItem> withoutPerishable(List<FilterItem> items) {
        List<FilterItem> kept = new ArrayList<>(items.size());
        for (FilterItem item : items) {
            switch (item) {
                case FilterItem.Bound bound -> {
                    if (!bound.rule().traits().perishable()) {
                        kept.add(bound);
                    }
                }
                case FilterItem.Merged merged ->
                        kept.add(
                                new FilterItem.Merged(
                                        merged.rule(), withoutPerishable(merged.contents())));
            }
        }
        return List.copyOf(kept);
    }

    private void collectMergeFiles(List<FilterItem> items) {
        for (FilterItem item : items) {
            if (item instanceof FilterItem.Merged merged) {
                mergeFiles.add(merged.rule().file());
                if (merged.rule().inherited()) {
                    collectMergeFiles(merged.contents());
                }
            }
        }
    }

    /** Whether no rule asks for that file yet: the first to name it says where its rules stand. */
    private boolean isNew(MergeRule rule) throws InvalidRuleException {
        boolean added = mergeFiles.add(rule.file());
        if (mergeFiles.size() > MERGES_MAX) {
            throw new InvalidRuleException(Fault.RULES_TOO_LONG, rule.origin(), rule.toString());
        }
        return added;
    }

    private List<FilterItem> carry(List<FilterItem> items, int depth)
            throws IOException, InvalidRuleException {
        List<FilterItem> carried = new ArrayList<>(items.size());
        for (FilterItem item : items) {
            switch (item) {
                case FilterItem.Bound bound -> {
                    FilterItem.Bound entered = bound.enter(components[depth - 1], depth);
                    if (!entered.isIdle()) {
                        carried.add(entered);
                    }
                }
                case FilterItem.Merged merged ->
                        carried.add(merge(merged.rule(), merged.contents(), depth));
            }
        }
        return List.copyOf(carried);
    }

    /** Rules written in the directory of that depth, as they stand there. */
    private List<FilterItem> place(List<Rule> rules, int depth)
            throws IOException, InvalidRuleException {
        List<FilterItem> placed = new ArrayList<>(rules.size());
        for (Rule rule : rules) {
            switch (rule) {
                case MatchRule match -> {
                    if (match.traits().sides().concern(root.side())
                            && !(deleting && match.traits().perishable())) {
                        placed.add(bind(match, depth));
                    }
                }
                case MergeRule merge -> {
                    if (merge.concerns(root.side())) {
                        placed.add(found(merge, depth));
                    }
                }
            }
        }
        return List.copyOf(placed);
    }

    private FilterItem.Bound bind(MatchRule rule, int depth) {
        boolean absolute = rule.traits().absolute() && root.depth() > 0;
        int from = absolute ? 0 : rule.pattern().anchored() ? depth : root.depth();
        var bound = new FilterItem.Bound(rule, rule.pattern().start(absolute), from);
        for (int i = from + 1; i <= depth; i++) {
            bound = bound.enter(components[i - 1], i);
        }
        return bound;
    }

    /** A merge rule met at that depth, with what its files hold from where its search begins. */
    private FilterItem.Merged found(MergeRule rule, int depth)
            throws IOException, InvalidRuleException {
        var merged = new FilterItem.Merged(rule, List.of());
        for (int at = searchDepth(rule, depth); at <= depth; at++) {
            merged = merge(rule, merged.contents(), at);
        }
        return merged;
    }

    /**
     * What a merge rule holds at that depth: the file's rules before what is inherited from above.
     */
    private FilterItem.Merged merge(MergeRule rule, List<FilterItem> above, int depth)
            throws IOException, InvalidRuleException {
        List<FilterItem> contents = new ArrayList<>();
        boolean cleared = false;
        Optional<byte[]> content = root.read(directory, depth, rule.file());
        if (content.isPresent()) {
            RuleReader reader =
                    new RuleReader((name, origin) -> include(name, depth, origin), false);
            reader.file(content.get(), root.shown(directory, depth, rule.file()), rule.defaults());
            cleared = reader.cleared();
            List<Rule> rules = new ArrayList<>();
            for (Rule found : reader.rules()) {
                if (!(found instanceof MergeRule nested) || isNew(nested)) {
                    rules.add(found);
                }
            }
            RuleSet.requireWithinLimits(rules);
            contents.addAll(place(rules, depth));
        }
        if (rule.inherited() && !cleared) {
            contents.addAll(carry(above, depth));
        }
        return new FilterItem.Merged(rule, List.copyOf(contents));
    }

    /**
     * A file that a merge file includes: a bare name stands in the root, any other path is relative
     * to the file.
     */
    private byte[] include(byte[] name, int depth, Origin origin)
            throws IOException, InvalidRuleException {
        MergePath path = MergePath.of(name);
        int start = path.isBare() ? root.depth() : depth;
        Optional<List<byte[]>> place =
                path.isAbsolute() ? Optional.empty() : path.resolve(components, start);
        if (place.isEmpty() || place.get().size() <= root.depth()) {
            throw new InvalidRuleException(
                    Fault.MERGE_OUTSIDE_ROOT, origin, RuleReader.shown(name));
        }
        List<byte[]> parts = place.get();
        for (int i = 0; i < root.depth(); i++) {
            if (!Arrays.equals(parts.get(i), components[i])) {
                throw new InvalidRuleException(
                        Fault.MERGE_OUTSIDE_ROOT, origin, RuleReader.shown(name));
            }
        }
        Optional<RelPath> file = MergePath.below(parts, root.depth());
        Optional<byte[]> content =
                file.isEmpty()
                        ? Optional.empty()
                        : root.files().read(file.get().parent(), file.get().name());
        return content.orElseThrow(
                () ->
                        new InvalidRuleException(
                                Fault.MERGE_FILE_MISSING, origin, RuleReader.shown(name)));
    }

    /**
     * The depth at which the search for the files of a merge rule begins: an ancestor, or the
     * directory itself.
     */
    private int searchDepth(MergeRule rule, int depth) {
        byte[] directoryPart = rule.directory();
        if (directoryPart.length == 0) {
            return depth;
        }
        Optional<List<byte[]>> begin = MergePath.of(directoryPart).resolve(components, depth);
        if (begin.isEmpty() || begin.get().size() > depth) {
            return depth;
        }
        for (int i = 0; i < begin.get().size(); i++) {
            if (!Arrays.equals(begin.get().get(i), components[i])) {
                return depth;
            }
        }
        return begin.get().size();
    }
}
