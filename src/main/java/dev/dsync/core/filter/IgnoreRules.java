package dev.dsync.core.filter;

import dev.dsync.core.filter.InvalidRuleException.Fault;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the ignore files of a tree say, as git reads them, in one directory: asked about the entries
 * in it, and entered from the root down, one directory after the other.
 *
 * <p>The file of the deepest directory goes first, and in a file the last line that matches. In a
 * directory that is ignored everything is, and the files there are not read. Names are compared by
 * bytes, case counts. Immutable; asking allocates next to nothing and takes time in proportion to
 * the lines in force and the length of the name, whatever the lines are.
 */
public final class IgnoreRules {
    /** The name of dsync's own ignore files. */
    public static final Name FILE = Name.literal(".dsyncignore");

    /** The name of git's. */
    public static final Name GIT_FILE = Name.literal(".gitignore");

    /** Of what names ignore files are; in one directory later ones go before earlier ones. */
    private final List<Name> names;

    private final MergeFiles files;
    private final RelPath directory;

    /** The lines in force, the first that matches decides. */
    private final Bound[] lines;

    /** Bytes of the lines in force, and how many have wildcards. */
    private final Weight weight;

    /** Where the directory is ignored, what said so. */
    private final @Nullable Verdict above;

    /** A line with what is left of its pattern in this directory. */
    private record Bound(IgnoreLine line, Matcher matcher) {}

    /** What rules cost, to be kept within bounds: they come with the files of a peer. */
    private record Weight(long bytes, int wildcards) {
        static final Weight NONE = new Weight(0, 0);

        boolean isTooMuch() {
            return bytes > RuleSet.BYTES_MAX || wildcards > RuleSet.WILDCARDS_MAX;
        }
    }

    private IgnoreRules(
            List<Name> names,
            MergeFiles files,
            RelPath directory,
            List<Bound> lines,
            Weight weight,
            @Nullable Verdict above) {
        this.names = names;
        this.files = files;
        this.directory = directory;
        this.lines = lines.toArray(Bound[]::new);
        this.weight = weight;
        this.above = above;
    }

    /**
     * The rules in force in the root itself.
     *
     * @param names the names of ignore files, {@link #FILE} for dsync's own; in one directory those
     *     of a later name go before those of an earlier one
     * @param files reads them
     * @throws IOException if the root's ignore file is there but cannot be read
     * @throws InvalidRuleException if it is too long
     */
    public static IgnoreRules ofRoot(List<Name> names, MergeFiles files)
            throws IOException, InvalidRuleException {
        return read(List.copyOf(names), files, RelPath.ROOT, List.of(), Weight.NONE);
    }

    /**
     * The rules in force in a directory of this one.
     *
     * @throws IOException if an ignore file is there but cannot be read
     * @throws InvalidRuleException if one is too long, or all in force together are
     */
    public IgnoreRules enter(RelPath child) throws IOException, InvalidRuleException {
        requireChild(child);
        Verdict verdict = verdict(child.name(), true);
        return verdict.excluded()
                ? new IgnoreRules(names, files, child, List.of(), Weight.NONE, verdict)
                : pass(child);
    }

    /**
     * The rules in force in a directory of this one that is not ignored, whatever is said of it.
     *
     * @throws IOException as {@link #enter} does
     * @throws InvalidRuleException as {@link #enter} does
     */
    public IgnoreRules pass(RelPath child) throws IOException, InvalidRuleException {
        requireChild(child);
        byte[] name = child.name().bytes();
        List<Bound> entered = new ArrayList<>(lines.length);
        for (Bound bound : lines) {
            Matcher below = bound.matcher.enter(name);
            if (below.equals(bound.matcher)) {
                entered.add(bound);
            } else if (!below.isDead()) {
                entered.add(new Bound(bound.line, below));
            }
        }
        return read(names, files, child, entered, weight);
    }

    private void requireChild(RelPath child) {
        if (child.depth() != directory.depth() + 1 || !child.isWithin(directory)) {
            throw new IllegalArgumentException(child + " is no entry of " + directory);
        }
    }

    private static IgnoreRules read(
            List<Name> names,
            MergeFiles files,
            RelPath directory,
            List<Bound> inherited,
            Weight weight)
            throws IOException, InvalidRuleException {
        List<Bound> all = inherited;
        Weight sum = weight;
        for (Name name : names) {
            Optional<byte[]> content = files.read(directory, name);
            if (content.isEmpty()) {
                continue;
            }
            String shown = directory.isRoot() ? name.toString() : directory + "/" + name;
            List<IgnoreLine> found = IgnoreFile.parse(content.get(), shown).lines();
            List<Bound> above = all;
            all = new ArrayList<>(found.size() + above.size());
            int wildcards = sum.wildcards;
            for (IgnoreLine line : found.reversed()) {
                all.add(new Bound(line, line.start()));
                wildcards += line.wild() ? 1 : 0;
            }
            all.addAll(above);
            sum = new Weight(sum.bytes + content.get().length, wildcards);
            if (sum.isTooMuch()) {
                throw new InvalidRuleException(
                        Fault.RULES_TOO_LONG,
                        new Origin.FileLine(shown, 1),
                        sum.bytes + " bytes, " + wildcards + " patterns with wildcards");
            }
        }
        return new IgnoreRules(names, files, directory, all, sum, null);
    }

    /**
     * What is said of the entry of this name: the rule is the line without the spaces at its end,
     * the origin an {@link Origin.FileLine} whose file is named from the root.
     */
    public Verdict verdict(Name name, boolean isDirectory) {
        if (above != null) {
            return above;
        }
        byte[] bytes = name.bytes();
        for (Bound bound : lines) {
            if ((isDirectory || !bound.line.directoryOnly())
                    && bound.matcher.matches(bytes, 0, bytes.length, isDirectory)) {
                return bound.line.verdict();
            }
        }
        return Verdict.UNMATCHED;
    }

    /**
     * What is said of a path below this directory; if a directory above it is ignored, what is said
     * of that one.
     *
     * @throws IOException if an ignore file is there but cannot be read
     * @throws InvalidRuleException if one is too long, or all in force together are
     */
    public Verdict verdictBelow(RelPath path, boolean isDirectory)
            throws IOException, InvalidRuleException {
        RelPath below = path.relativeTo(directory);
        if (below.depth() == 1) {
            return verdict(path.name(), isDirectory);
        }
        RelPath child = path;
        while (child.depth() > directory.depth() + 1) {
            child = child.parent();
        }
        return enter(child).verdictBelow(path, isDirectory);
    }

    /** The directory whose entries are asked about. */
    public RelPath directory() {
        return directory;
    }

    /**
     * Ignore files as they were when they were read.
     *
     * @param contents by the path of the file, each byte a character
     */
    public record Texts(SortedMap<RelPath, String> contents) implements MergeFiles {
        /** None. */
        public static final Texts NONE = new Texts(new TreeMap<>());

        public Texts {
            contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
        }

        @Override
        public Optional<byte[]> read(RelPath directory, Name name) throws IOException {
            try {
                return Optional.ofNullable(contents.get(directory.child(name)))
                        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IllegalNameException e) {
                return Optional.empty(); // where no file can be
            }
        }

        /** Bytes of all of them, and of their paths. */
        public long bytes() {
            return contents.entrySet().stream()
                    .mapToLong(one -> one.getKey().bytes().length + one.getValue().length())
                    .sum();
        }
    }
}
