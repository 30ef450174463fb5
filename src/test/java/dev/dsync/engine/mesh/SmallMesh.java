package dev.dsync.engine.mesh;

import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.session.VirtualClock;
import dev.dsync.engine.session.VirtualEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Peers and links that a test makes and leads, one thing after the other on virtual time. */
final class SmallMesh {
    private final VirtualClock clock = new VirtualClock();
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<String> notes = new ArrayList<>();
    private final List<MeshPeer> peers = new ArrayList<>();
    private final List<MeshLink> links = new ArrayList<>();

    /** What a test waits for. */
    interface Condition {
        boolean holds() throws IOException;
    }

    List<MeshPeer> peers() {
        return peers;
    }

    MeshPeer peer(String name) throws IOException {
        return peer(name, (one, operation) -> {});
    }

    MeshPeer peer(String name, MeshPeer.Disturbing disturbing) throws IOException {
        MeshPeer peer =
                new MeshPeer(
                        name,
                        clock,
                        random.split(),
                        Duration.ZERO,
                        false,
                        false,
                        new Values(),
                        disturbing);
        peers.add(peer);
        return peer;
    }

    MeshLink link(MeshPeer one, MeshPeer other) {
        MeshLink link = new MeshLink(one, other, clock, random.split(), notes::add);
        links.add(link);
        return link;
    }

    /** A user writes this into a file; its time is of long ago. */
    static void write(MeshPeer peer, RelPath path, String text) throws IOException {
        peer.act(
                path,
                tree -> {
                    tree.write(path, text.getBytes(StandardCharsets.UTF_8), true);
                    tree.setModified(path, new Timestamp(1_500_000_000, 0));
                });
    }

    /** Lets things happen until this holds; whether it does within so much time. */
    boolean until(Condition condition, Duration patience) throws IOException {
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

    /** A process ends where it is, and begins anew. */
    void restart(MeshPeer peer) throws IOException {
        for (MeshLink link : links) {
            link.lose(peer, false);
        }
        peer.stop(false);
        clock.advance(Duration.ofSeconds(10).toNanos());
        peer.open();
    }
}
