package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.reconcile.Known;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.fetch.Swarm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Rounds that take long, end early, or do not end. */
final class RoundTest {
    private static final RelPath FILE = RelPath.literal("f");
    private static final int FILES = 1500;

    private final SmallMesh mesh = new SmallMesh();

    private MeshPeer peer(String name, Duration pause) throws IOException {
        MeshPeer peer = mesh.peer(name);
        peer.tuning = new Tuning(Swarm.Sizes.STANDARD, pause);
        return peer;
    }

    private static void write(MeshPeer peer, RelPath path) throws IOException {
        SmallMesh.write(peer, path, path.toString());
    }

    private static int known(MeshPeer peer) {
        return (int) peer.folder().snapshot().counts().files();
    }

    private MeshPeer withMany(String name) throws IOException {
        MeshPeer peer = peer(name, Duration.ZERO);
        for (int i = 0; i < FILES; i++) {
            write(peer, RelPath.literal("file-" + i));
        }
        peer.open();
        return peer;
    }

    @Test
    void whatIsDone_isNotedWhileTheRoundGoesOn() throws IOException {
        MeshPeer full = withMany("A");
        MeshPeer empty = peer("B", Duration.ZERO);
        empty.open();
        mesh.link(full, empty);
        assertTrue(mesh.until(() -> known(empty) > 0, Duration.ofMinutes(5)));
        assertTrue(known(empty) < FILES, () -> "not before its end, but " + known(empty));
        assertTrue(mesh.until(() -> known(empty) == FILES, Duration.ofMinutes(5)));
    }

    @Test
    void roundThatIsCutOff_isNotedAsFarAsItIsDone() throws IOException {
        MeshPeer full = withMany("A");
        MeshPeer empty = peer("B", Duration.ofDays(1));
        empty.open();
        MeshLink link = mesh.link(full, empty);
        assertTrue(mesh.until(() -> empty.tree().size() > FILES / 2, Duration.ofMinutes(5)));
        assertEquals(0, known(empty));
        link.cut();
        link.part(true);
        assertTrue(mesh.until(() -> !link.isUp(), Duration.ofMinutes(5)));
        assertTrue(known(empty) > FILES / 2);
        assertEquals(
                List.of(),
                Makers.othersThan(full.folder().replica(), empty.folder()),
                "none is new");
    }

    private static void assertNothingIsNew(MeshPeer maker, MeshPeer taker) throws IOException {
        taker.suspect(RelPath.ROOT, FolderScan.Depth.TREE, 0);
        taker.look();
        assertEquals(
                List.of(), Makers.othersThan(maker.folder().replica(), taker.folder()), "is new");
    }

    private static void cut(SmallMesh mesh, MeshLink link) throws IOException {
        link.cut();
        link.part(true);
        assertTrue(mesh.until(() -> !link.isUp(), Duration.ofMinutes(5)));
    }

    /** Its mode is set when all is in it. */
    @Test
    void directoryThatIsNotFinished_whenARoundIsCutOff_isNotTheUsersDoing() throws IOException {
        MeshPeer full = peer("A", Duration.ZERO);
        MeshPeer empty = peer("B", Duration.ofDays(1));
        RelPath directory = RelPath.literal("d");
        full.act(directory, tree -> tree.makeDirectory(directory));
        for (int i = 0; i < FILES; i++) {
            write(full, RelPath.literal("d/file-" + i));
        }
        full.act(directory, tree -> tree.setMode(directory, 0555));
        full.open();
        empty.open();
        MeshLink link = mesh.link(full, empty);
        RelPath first = RelPath.literal("d/file-0");
        assertTrue(mesh.until(() -> empty.tree().containsKey(first), Duration.ofMinutes(5)));
        assertEquals(0755, mode(empty, directory));
        assertEquals(0, known(empty));
        cut(mesh, link);
        assertTrue(known(empty) > 0);
        assertNothingIsNew(full, empty);
    }

    /** Only when nothing is done in it any more it has the mode it shall have. */
    @Test
    void directoryThatIsNotFinished_whenTheProcessIsKilled_isNotTheUsersDoing() throws IOException {
        MeshPeer full = peer("A", Duration.ZERO);
        MeshPeer empty = peer("B", Duration.ofDays(1));
        RelPath directory = RelPath.literal("d");
        RelPath inside = RelPath.literal("d/e");
        full.act(directory, tree -> tree.makeDirectory(directory));
        full.act(inside, tree -> tree.makeDirectory(inside));
        for (int i = 0; i < FILES; i++) {
            write(full, RelPath.literal("d/e/file-" + i));
        }
        full.act(inside, tree -> tree.setMode(inside, 0500));
        full.act(directory, tree -> tree.setMode(directory, 0555));
        full.open();
        empty.open();
        MeshLink link = mesh.link(full, empty);
        RelPath first = RelPath.literal("d/e/file-0");
        assertTrue(mesh.until(() -> empty.tree().containsKey(first), Duration.ofMinutes(5)));
        assertEquals(0755, mode(empty, directory));
        assertEquals(0700, mode(empty, inside));
        mesh.restart(empty);
        assertEquals(0555, mode(empty, directory));
        assertEquals(0500, mode(empty, inside));
        link.part(true);
        empty.act(directory, tree -> tree.setMode(directory, 0755));
        mesh.restart(empty);
        assertEquals(0755, mode(empty, directory), "that was the user");
    }

    @Test
    void directoryThatIsFinished_isNotClosedAgain() throws IOException {
        MeshPeer full = peer("A", Duration.ZERO);
        MeshPeer empty = peer("B", Duration.ZERO);
        RelPath directory = RelPath.literal("d");
        full.act(directory, tree -> tree.makeDirectory(directory));
        full.act(directory, tree -> tree.setMode(directory, 0555));
        full.open();
        empty.open();
        MeshLink link = mesh.link(full, empty);
        assertTrue(mesh.until(() -> isLive(empty, directory), Duration.ofMinutes(5)));
        assertEquals(0555, mode(empty, directory));
        link.part(true);
        empty.act(directory, tree -> tree.setMode(directory, 0755));
        mesh.restart(empty);
        assertEquals(0755, mode(empty, directory));
    }

    private static int mode(MeshPeer peer, RelPath path) throws IOException {
        return Objects.requireNonNull(peer.tree().get(path)).mode();
    }

    private static boolean isLive(MeshPeer peer, RelPath path) throws IOException {
        return peer.folder().snapshot().known(path) instanceof Known.Live;
    }

    @Test
    void directoryWhereAnotherLinkIsAtWork_isNotKeptForThat() throws IOException {
        MeshPeer one = peer("A", Duration.ZERO);
        MeshPeer other = peer("B", Duration.ZERO);
        RelPath directory = RelPath.literal("d");
        RelPath inside = RelPath.literal("d/f");
        one.act(directory, tree -> tree.makeDirectory(directory));
        write(one, inside);
        one.open();
        other.open();
        mesh.link(one, other);
        assertTrue(mesh.until(() -> isLive(other, inside), Duration.ofMinutes(5)));
        FolderState folder = other.folder();
        assertTrue(mesh.until(() -> !folder.isClaimed(inside), Duration.ofMinutes(5)));
        Object link = new Object();
        assertTrue(folder.claim(link, inside, folder.snapshot().known(inside)));
        one.act(directory, tree -> tree.remove(directory));
        mesh.until(() -> false, Duration.ofMinutes(5));
        assertTrue(isLive(other, inside));
        folder.release(link);
        assertTrue(mesh.until(() -> other.tree().isEmpty(), Duration.ofMinutes(5)));
        assertNothingIsNew(one, other);
    }

    @Test
    void whoIsAliveButSendsNothing_letsOthersSendIt() throws IOException {
        MeshPeer silent = peer("A", Duration.ZERO);
        MeshPeer other = peer("B", Duration.ZERO);
        MeshPeer empty = peer("C", Duration.ZERO);
        write(silent, FILE);
        write(other, FILE);
        for (MeshPeer peer : mesh.peers()) {
            peer.open();
        }
        MeshLink link = mesh.link(silent, empty);
        link.mute(silent);
        assertTrue(mesh.until(() -> empty.folder().isClaimed(FILE), Duration.ofMinutes(1)));
        assertFalse(mesh.until(() -> !link.isUp(), Duration.ofMinutes(2)), "nobody else has it");
        mesh.link(other, empty);
        assertTrue(
                mesh.until(
                        () -> empty.folder().snapshot().known(FILE) instanceof Known.Live,
                        Duration.ofMinutes(1)));
    }
}
