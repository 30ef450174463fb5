package dev.dsync.core.plan;

import static dev.dsync.core.plan.Trees.directory;
import static dev.dsync.core.plan.Trees.file;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Directories that matter only for what was named in them. */
class ImpliedDirectoriesTest {
    private static Pair implied(@Nullable Entry local) {
        return new Pair(local, directory("p", Listed.NONE, 0, 0), Pair.Hold.IMPLIED);
    }

    private static List<String> plan(List<String> flags, Pair... pairs) throws IOException {
        List<Pair> left = new ArrayList<>(List.of(pairs));
        Pairs cursor = () -> left.isEmpty() ? null : left.removeFirst();
        Actions actions = new RunFlags(flags).planner(022).planWithUnchanged(cursor);
        List<String> told = new ArrayList<>();
        for (Action next = actions.next(); next != null; next = actions.next()) {
            told.add(
                    next.getClass().getSimpleName()
                            + " "
                            + next.path()
                            + (next instanceof Action.MakeWay way
                                    ? " " + Integer.toOctalString(way.mode())
                                    : ""));
        }
        return told;
    }

    private static final Pair NEW = new Pair(null, file("p/f"));

    @Test
    void whereNothingIs_oneIsMade_andNothingSaid() throws IOException {
        assertEquals(
                List.of("MakeWay p 755", "CreateFile p/f"),
                plan(List.of("-a"), implied(null), NEW));
    }

    @Test
    void whatIsThere_staysAsItIs_withWhatIsInIt() throws IOException {
        Pair beside = new Pair(file("p/a"), null);
        assertEquals(
                List.of("CreateFile p/f"),
                plan(List.of("-a", "--delete"), implied(directory("p")), beside, NEW));
    }

    @Test
    void whatIsNoDirectory_staysAsWell() throws IOException {
        assertEquals(List.of("Blocked p"), plan(List.of("-a"), implied(file("p")), NEW));
    }

    @Test
    void underExisting_noneIsMade() throws IOException {
        assertEquals(List.of(), plan(List.of("-a", "--existing"), implied(null), NEW));
    }

    @Test
    void whatWasNamedAndIsAbsent_goes() throws IOException {
        List<Pair> pairs =
                new ArrayList<>(List.of(implied(directory("p")), new Pair(file("p/a"), null)));
        Actions actions =
                new RunFlags(List.of("-a"))
                        .planner(022)
                        .without(List.of(RelPath.literal("p/a")))
                        .plan(() -> pairs.isEmpty() ? null : pairs.removeFirst());
        assertEquals(new Action.Delete(file("p/a")), actions.next());
        assertEquals(null, actions.next());
    }
}
