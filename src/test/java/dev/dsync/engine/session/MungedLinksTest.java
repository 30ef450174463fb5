package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Links that lead nowhere while they are here. */
final class MungedLinksTest {
    private static Scenario scenario() throws IOException {
        Scenario scenario = new Scenario(11);
        scenario.munges = true;
        scenario.source.directory("d").link("d/up", "../f").link("abs", "/etc/passwd");
        return scenario;
    }

    private static long run(Scenario scenario, boolean push) throws IOException {
        scenario.told.clear();
        try (VirtualRun run = scenario.run(push).toEnd()) {
            return assertInstanceOf(Ending.Done.class, run.ending(), run.ending().toString())
                    .problems();
        }
    }

    private static String link(MemoryTree tree, String path) throws IOException {
        String look = tree.look().getOrDefault(path, "nothing");
        return look.substring(look.lastIndexOf(' ') + 1);
    }

    private static List<String> changed(Scenario scenario) {
        return scenario.told.stream()
                .filter(SyncEvent.Settled.class::isInstance)
                .flatMap(event -> ((SyncEvent.Settled) event).items().stream())
                .filter(Item.Changed.class::isInstance)
                .map(item -> ((Item.Changed) item).entry().path().toString())
                .toList();
    }

    @Test
    void whatIsPulled_isMungedOnce() throws IOException {
        Scenario scenario = scenario();
        assertEquals(0, run(scenario, false));
        assertEquals("/rsyncd-munged/../f", link(scenario.target, "d/up"));
        assertEquals("/rsyncd-munged//etc/passwd", link(scenario.target, "abs"));
        assertEquals(0, run(scenario, false));
        assertEquals(List.of(), changed(scenario));
    }

    @Test
    void whatIsThereAsItIsAtTheSource_isMungedAsWell() throws IOException {
        Scenario scenario = scenario();
        scenario.munges = false;
        assertEquals(0, run(scenario, false));
        scenario.munges = true;
        scenario.dryRun = true;
        assertEquals(0, run(scenario, false));
        List<String> shown = changed(scenario);
        scenario.dryRun = false;
        assertEquals(0, run(scenario, false));
        assertEquals(List.of("abs", "d/up"), changed(scenario));
        assertEquals(shown, changed(scenario));
        assertEquals("/rsyncd-munged/../f", link(scenario.target, "d/up"));
    }

    @Test
    void whatIsPushed_isAsItWasBefore() throws IOException {
        Scenario scenario = scenario();
        scenario.source.link("munged", "/rsyncd-munged/../f");
        assertEquals(0, run(scenario, true));
        assertEquals("../f", link(scenario.target, "munged"));
        assertEquals("/etc/passwd", link(scenario.target, "abs"));
    }

    @Test
    void mungedLinks_leadOutOfTheListing() throws IOException {
        Scenario scenario = scenario();
        scenario.scope =
                new Scope(
                        true,
                        false,
                        false,
                        false,
                        false,
                        List.of(),
                        false,
                        false,
                        Scope.Missing.FAILS,
                        true,
                        Scope.Links.NONE,
                        Scope.Ignores.NONE);
        assertEquals(0, run(scenario, false));
        assertEquals("nothing", link(scenario.target, "d/up"));
    }

    @Test
    void whatIsTooLongToBeMunged_isAProblemAndNotTaken() throws IOException {
        Scenario scenario = scenario();
        scenario.source.link("long", "x".repeat(4090));
        scenario.target.link("long", "kept");
        assertEquals(1, run(scenario, false));
        assertEquals("kept", link(scenario.target, "long"));
        assertEquals("/rsyncd-munged/../f", link(scenario.target, "d/up"));
        Problem problem = scenario.problems().getFirst();
        assertEquals(RelPath.literal("long"), problem.path());
        assertTrue(problem.toString().contains("File name too long"), problem.toString());
    }
}
