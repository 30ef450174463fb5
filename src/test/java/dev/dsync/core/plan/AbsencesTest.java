package dev.dsync.core.plan;

import static dev.dsync.core.plan.Trees.directory;
import static dev.dsync.core.plan.Trees.file;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was named and is not at the source goes at the target. */
class AbsencesTest {
    /** {@code gone}, {@code full}, {@code empty} and {@code p/q/r} are here, and others. */
    private static final List<Entry> LOCAL =
            List.of(
                    directory("empty"),
                    directory("full"),
                    directory("full/x"),
                    file("full/x/y"),
                    file("gone"),
                    file("kept"),
                    directory("p"),
                    directory("p/q"),
                    file("p/q/r"),
                    file("p/q/s"));

    private static List<String> plan(List<String> flags, Pairs pairs, String... absent)
            throws IOException {
        List<RelPath> named = Stream.of(absent).map(RelPath::literal).toList();
        Actions actions = new RunFlags(flags).planner(022).without(named).plan(pairs);
        List<String> told = new ArrayList<>();
        for (Action next = actions.next(); next != null; next = actions.next()) {
            told.add(next.getClass().getSimpleName() + " " + next.path());
        }
        return told;
    }

    private static List<String> plan(List<String> flags, String... absent) throws IOException {
        return plan(flags, new MergedPairs(LOCAL, List.of(file("kept"))), absent);
    }

    @Test
    void whatWasNamed_goes_andNothingElse() throws IOException {
        assertEquals(
                List.of("Delete empty", "Delete gone"),
                plan(List.of("-a"), "gone", "empty", "never"));
        assertEquals(List.of(), plan(List.of("-a")));
    }

    @Test
    void directoryThatIsNotEmpty_staysUnlessItMayBeEmptied() throws IOException {
        assertEquals(List.of("Blocked full"), plan(List.of("-a"), "full"));
        List<String> emptied = List.of("Delete full/x/y", "Delete full/x", "Delete full");
        assertEquals(emptied, plan(List.of("-a", "--force"), "full"));
        assertEquals(emptied, plan(List.of("-a", "--delete"), "full"));
    }

    @Test
    void directoryOfWhichAllIsNamed_goes() throws IOException {
        assertEquals(
                List.of("Delete full/x/y", "Delete full/x", "Delete full"),
                plan(List.of("-a"), "full", "full/x", "full/x/y"));
    }

    @Test
    void inADirectoryTheSourceHasNot_onlyThatGoes() throws IOException {
        assertEquals(List.of("Delete p/q/r"), plan(List.of("-a"), "p/q/r"));
    }

    @Test
    void inADirectoryOfBoth_thatIsFinished() throws IOException {
        List<Entry> local = List.of(directory("d"), file("d/f"), file("d/g"));
        assertEquals(
                List.of("Delete d/f", "FinishDirectory d"),
                plan(List.of("-a"), new MergedPairs(local, List.of(directory("d"))), "d/f"));
    }

    @Test
    void whatIsProtected_stays() throws IOException {
        for (String path : List.of("gone", "full")) {
            Entry entry =
                    LOCAL.stream().filter(e -> e.path().toString().equals(path)).findAny().get();
            List<Pair> pairs = new ArrayList<>();
            pairs.add(new Pair(entry, null, Pair.Hold.PROTECTED));
            assertEquals(
                    List.of(),
                    plan(
                            List.of("-a", "--force"),
                            () -> pairs.isEmpty() ? null : pairs.removeFirst(),
                            path));
        }
    }

    @Test
    void whatIsSkipped_isCounted() throws IOException {
        assertEquals(
                List.of("Delete empty", "DeleteSkipped gone"),
                plan(List.of("-a", "--max-delete=1"), "gone", "empty"));
    }
}
