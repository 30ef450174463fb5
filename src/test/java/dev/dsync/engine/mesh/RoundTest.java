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
