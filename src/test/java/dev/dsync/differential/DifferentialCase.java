package dev.dsync.differential;

import dev.dsync.tree.TreeLook;
import dev.dsync.tree.TreeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One row of the table: trees, a command line, and what it is about.
 *
 * @param about what must change the result when left out
 * @param features what a program must have besides the flags
 * @param inOrder that the lines come in rsync's order
 * @param comparesHoles that holes in files are part of the result
 * @param expectation what the program under test does instead, if it differs from rsync on purpose
 */
public record DifferentialCase(
        String name,
        List<About> about,
        Set<String> features,
        Invocation invocation,
        TreeSpec trees,
        boolean inOrder,
        boolean comparesHoles,
        Optional<Expectation> expectation) {

    private static final String ROOT = "root";

    public DifferentialCase {
        about = List.copyOf(about);
        features = Set.copyOf(features);
        if (about.isEmpty()) {
            throw new IllegalArgumentException(name + " is about nothing");
        }
    }

    /** That only root can build its trees. */
    boolean needsRoot() {
        return features.contains(ROOT) || needsAnotherUser();
    }

    /** That the program has to be a process of its own. */
    public boolean needsAnotherUser() {
        return invocation.asNobody();
    }

    /** Every flag without its value, and the features a program may have. */
    public Set<String> needs() {
        Set<String> needs = new TreeSet<>(features);
        needs.remove(ROOT);
        invocation.flags().stream().map(DifferentialCase::withoutValue).forEach(needs::add);
        return needs;
    }

    Set<String> ignoredFields() {
        return comparesHoles ? Set.of() : TreeLook.WITHOUT_HOLES;
    }

    static String withoutValue(String flag) {
        if (flag.startsWith("--")) {
            return flag.contains("=") ? flag.substring(0, flag.indexOf('=')) : flag;
        }
        return flag.startsWith("-f") ? "-f" : flag;
    }

    /** The case with one thing it is about left out. */
    DifferentialCase without(About part) {
        return switch (part) {
            case About.Flag flag -> {
                List<String> flags = new ArrayList<>(invocation.flags());
                if (!flags.remove(flag.word())) {
                    throw new IllegalArgumentException(name + ": no flag " + flag.word());
                }
                yield with(
                        new Invocation(
                                flags,
                                invocation.locations(),
                                invocation.bare(),
                                invocation.asNobody()));
            }
            case About.Slash slash -> {
                List<String> locations = new ArrayList<>(invocation.locations());
                int at = locations.indexOf(slash.location());
                locations.set(at, slash.location().substring(0, slash.location().length() - 1));
                yield with(
                        new Invocation(
                                invocation.flags(),
                                locations,
                                invocation.bare(),
                                invocation.asNobody()));
            }
            case About.Location location -> {
                List<String> locations = new ArrayList<>(invocation.locations());
                locations.remove(location.location());
                yield with(
                        new Invocation(
                                invocation.flags(),
                                locations,
                                invocation.bare(),
                                invocation.asNobody()));
            }
            case About.Entry entry -> with(trees.without(entry.path()));
            case About.Change change -> with(trees.with(change.line()));
        };
    }

    private DifferentialCase with(Invocation other) {
        return new DifferentialCase(
                name, about, features, other, trees, inOrder, comparesHoles, expectation);
    }

    private DifferentialCase with(TreeSpec other) {
        return new DifferentialCase(
                name, about, features, invocation, other, inOrder, comparesHoles, expectation);
    }

    @Override
    public String toString() {
        return name;
    }
}
