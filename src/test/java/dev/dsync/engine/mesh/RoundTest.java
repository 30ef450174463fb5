package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.reconcile.Known;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.fetch.Swarm;
import dev.dsync.engine.session.VirtualClock;
import dev.dsync.engine.session.VirtualEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rounds that take long, end early, or do not end. */
final class RoundTest {
    private static final RelPath FILE = RelPath.literal("f");
    private static final int FILES = 1500;

    private final VirtualClock clock = new VirtualClock();
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<String> notes = new ArrayList<>();
    private final List<MeshPeer> peers = new ArrayList<>();
    private final List<MeshLink> links = new ArrayList<>();

    private MeshPeer peer(String name, Duration pause) throws IOException {
        MeshPeer peer =
                new MeshPeer(
                        name,
                        clock,
                        random.split(),
                        Duration.ZERO,
                        false,
                        false,
                        new Values(),
                        (one, operation) -> {});
        peer.tuning = new Tuning(Swarm.Sizes.STANDARD, pause);
        peers.add(peer);
        return peer;
    }

    private MeshLink link(MeshPeer one, MeshPeer other) {
        MeshLink link = new MeshLink(one, other, clock, random.split(), notes::add);
        links.add(link);
        return link;
    }

    private static void write(MeshPeer peer, RelPath path) throws IOException {
        peer.act(
                path,
                tree -> {
                    tree.write(path, path.toString().getBytes(StandardCharsets.UTF_8), true);
                    tree.setModified(path, new Timestamp(1_500_000_000, 0));
                });
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** Lets things happen until this holds; whether it does within so much time. */
    private boolean until(Condition condition, Duration patience) throws IOException {
        long end = clock.nanos() + patience.toNanos();
        while (!condition.holds()) {
            List<VirtualEnd.Step> steps = new ArrayList<>();
            links.forEach(link -> link.addSteps(steps));
            long next = Long.MAX_VALUE;
            for (MeshPeer peer : peers) {
                if (peer.nextNanos() <= clock.nanos()) {
                    steps.add(new VirtualEnd.Step("look", peer::look));
                }
                next = Math.min(next, peer.nextNanos());
            }
            for (MeshLink link : links) {
                next = Math.min(next, link.nextNanos());
            }
            if (!steps.isEmpty()) {
                steps.get(random.nextInt(steps.size())).action().run();
            } else if (next > end) {
                return false;
            } else {
                clock.advanceTo(next);
            }
        }
        return true;
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
        link(full, empty);
        assertTrue(until(() -> known(empty) > 0, Duration.ofMinutes(5)));
        assertTrue(known(empty) < FILES, () -> "not before its end, but " + known(empty));
        assertTrue(until(() -> known(empty) == FILES, Duration.ofMinutes(5)));
    }

    @Test
    void roundThatIsCutOff_isNotedAsFarAsItIsDone() throws IOException {
        MeshPeer full = withMany("A");
        MeshPeer empty = peer("B", Duration.ofDays(1));
        empty.open();
        MeshLink link = link(full, empty);
        assertTrue(until(() -> empty.tree().size() > FILES / 2, Duration.ofMinutes(5)));
        assertEquals(0, known(empty));
        link.cut();
        link.part(true);
        assertTrue(until(() -> !link.isUp(), Duration.ofMinutes(5)));
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
        for (MeshPeer peer : peers) {
            peer.open();
        }
        MeshLink link = link(silent, empty);
        link.mute(silent);
        assertTrue(until(() -> empty.folder().isClaimed(FILE), Duration.ofMinutes(1)));
        assertFalse(until(() -> !link.isUp(), Duration.ofMinutes(2)), "nobody else has it");
        link(other, empty);
        assertTrue(
                until(
                        () -> empty.folder().snapshot().known(FILE) instanceof Known.Live,
                        Duration.ofMinutes(1)));
    }
}
