package dev.dsync.engine.mesh;

import static dev.dsync.engine.mesh.LossesTest.file;
import static dev.dsync.engine.mesh.LossesTest.snapshot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.reconcile.Known;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import dev.dsync.engine.mesh.FolderScan.Found;
import dev.dsync.engine.session.Premises.Folder.Change;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.engine.session.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is lost unasked of a folder of a hundred files. */
final class BrakesTest {
    private static final int ALL = 100;
    private static final Brakes.Verdict GO = new Brakes.Verdict.Go(false);
    private static final Brakes.Verdict APPROVED = new Brakes.Verdict.Go(true);

    private final VirtualClock clock = new VirtualClock();
    private final Brakes brakes = new Brakes(clock);

    private static String name(int number) {
        return "f%03d".formatted(number);
    }

    /** What is there when the first files are gone. */
    private static Snapshot without(int gone) throws IOException {
        List<FileEntry> files =
                IntStream.range(gone, ALL).mapToObj(i -> file(name(i), 1000 + i)).toList();
        return snapshot(
                files, IntStream.range(0, gone).mapToObj(BrakesTest::name).toArray(String[]::new));
    }

    private Brakes.Verdict deleted(int from, int to) throws IOException {
        List<Found> found =
                IntStream.range(from, to)
                        .<Found>mapToObj(i -> new Found.Gone(RelPath.literal(name(i))))
                        .toList();
        return brakes.check(without(from), Losses.found(found), true);
    }

    private Brakes.Verdict deletedBy(String peer, int from, int to) throws IOException {
        Revision before = Revision.value(VersionVector.EMPTY, new ReplicaId(1), null);
        Revision delete = Revision.delete(VersionVector.EMPTY, new ReplicaId(1), 1);
        List<Change> changes =
                IntStream.range(from, to)
                        .mapToObj(
                                i ->
                                        new Change(
                                                RelPath.literal(name(i)),
                                                new Known.Live(file(name(i), 1000 + i), before),
                                                new Known.Deleted(delete)))
                        .toList();
        return brakes.check("link of " + peer, peer, without(from), Losses.changes(changes));
    }

    private static Brakes.Verdict held(long gone, long of, boolean isNew) {
        return new Brakes.Verdict.Held(Loss.here(gone, of), isNew);
    }

    private static Brakes.Verdict heldBy(String peer, long gone, long of) {
        return new Brakes.Verdict.Held(Loss.by(peer, gone, of), true);
    }

    @Test
    void moreThanHalf_isHeld_andToldOnce() throws IOException {
        assertEquals(GO, deleted(0, 50));
        assertEquals(List.of(), brakes.held());
        assertEquals(held(51, 100, true), deleted(0, 51));
        assertEquals(held(51, 100, false), deleted(0, 51));
        assertEquals(held(52, 100, true), deleted(0, 52));
        assertEquals(List.of(Loss.here(52, 100)), brakes.held());
        assertEquals(GO, deleted(0, 2), "the rest was put back");
        assertEquals(List.of(), brakes.held());
    }

    @Test
    void whileItIsHeld_lookAtSomeOfItDeletesNothing_norSaysThatTheRestWasPutBack()
            throws IOException {
        deleted(0, 60);
        Losses gone = Losses.found(List.of(new Found.Gone(RelPath.literal(name(0)))));
        assertEquals(held(60, 100, false), brakes.check(without(0), gone, false));
        Losses none = Losses.found(List.of());
        assertEquals(GO, brakes.check(without(0), none, false));
        assertEquals(List.of(Loss.here(60, 100)), brakes.held());
    }

    @Test
    void littleByLittle_isAsMuch_withinAnHour() throws IOException {
        for (int gone = 0; gone < 50; gone += 10) {
            assertEquals(GO, deleted(gone, gone + 10));
            clock.advance(Duration.ofMinutes(11).toNanos());
        }
        assertEquals(held(60, 100, true), deleted(50, 60));
        clock.advance(Duration.ofMinutes(61).toNanos());
        assertEquals(GO, deleted(50, 60));
    }

    @Test
    void windowSlides_soThatWhatWasLostLongAgoCountsNoMore() throws IOException {
        for (int gone = 0; gone < 80; gone += 5) {
            assertEquals(GO, deleted(gone, gone + 5), "from " + gone);
            clock.advance(Duration.ofMinutes(20).toNanos());
        }
    }

    @Test
    void whatWasApproved_mayBeDone_onceAndBrieflyAndNoMoreThanThat() throws IOException {
        deleted(0, 60);
        assertEquals(List.of(Loss.here(60, 100)), brakes.approve());
        assertEquals(List.of(), brakes.held());
        assertEquals(held(61, 100, true), deleted(0, 61), "more than was shown");
        assertEquals(APPROVED, deleted(0, 59), "less");
        assertEquals(held(39, 41, true), deleted(59, 98), "something else");
        brakes.approve();
        clock.advance(Duration.ofSeconds(601).toNanos());
        assertEquals(held(39, 41, true), deleted(59, 98), "too late");
        brakes.approve();
        clock.advance(Duration.ofMinutes(10).toNanos());
        assertEquals(APPROVED, deleted(59, 98), "just in time");
    }

    @Test
    void approvalForOne_isNoneForAnother() throws IOException {
        assertEquals(heldBy("b", 60, 100), deletedBy("b", 0, 60));
        brakes.approve();
        assertEquals(heldBy("c", 60, 100), deletedBy("c", 0, 60));
        assertEquals(held(60, 100, true), deleted(0, 60));
        assertTrue(brakes.isHeld("c"));
        assertFalse(brakes.isHeld("b"));
        assertEquals(APPROVED, deletedBy("b", 0, 60));
    }

    @Test
    void whatALinkWasLetDo_countsNoMore_whenItIsDone() throws IOException {
        deletedBy("b", 0, 60);
        brakes.approve();
        assertEquals(APPROVED, deletedBy("b", 0, 60));
        assertEquals(APPROVED, deletedBy("b", 0, 60), "it was cut off, and begins anew");
        brakes.lost("link of b", 60);
        assertEquals(GO, deletedBy("b", 60, 75));
        assertEquals(heldBy("b", 30, 40), deletedBy("b", 60, 90));
    }

    @Test
    void whatALinkWasLetDo_isApprovedOnce_inHoweverManyParts() throws IOException {
        deletedBy("b", 0, 60);
        brakes.approve();
        assertEquals(APPROVED, deletedBy("b", 0, 60));
        brakes.lost("link of b", 20);
        brakes.lost("link of b", 40);
        brakes.ended("link of b");
        assertEquals(heldBy("b", 30, 40), deletedBy("b", 60, 90));
    }

    @Test
    void whatPeersDelete_isCountedTogether() throws IOException {
        assertEquals(GO, deletedBy("b", 0, 30));
        assertEquals(GO, deleted(30, 45));
        assertEquals(heldBy("c", 60, 100), deletedBy("c", 45, 60));
    }

    @Test
    void fewEntries_areNotWorthAQuestion_butAnotherFileSystemIs() throws IOException {
        Snapshot small = snapshot(List.of(file("a", 1)));
        Losses all = Losses.found(List.of(new Found.Gone(RelPath.literal("a"))));
        assertEquals(GO, brakes.check(small, all, true));
        Loss replaced = new Loss(Loss.Cause.REPLACED, "", 1, 1);
        assertEquals(new Brakes.Verdict.Held(replaced, true), brakes.replaced(1));
        assertEquals(new Brakes.Verdict.Held(replaced, false), brakes.replaced(1));
        assertEquals(List.of(replaced), brakes.approve());
        assertEquals(APPROVED, brakes.replaced(1));
    }
}
