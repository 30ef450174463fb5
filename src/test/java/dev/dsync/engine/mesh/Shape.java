package dev.dsync.engine.mesh;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Which peers of a mesh are linked. */
enum Shape {
    /** Each with each. */
    FULL,
    /** Each with the next. */
    CHAIN,
    /** Each with the first. */
    STAR;

    /** One of them. */
    static Shape any(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> FULL;
            case 1 -> CHAIN;
            default -> STAR;
        };
    }

    /** Whether a peer is linked to a later one. */
    boolean connects(int earlier, int later) {
        return switch (this) {
            case FULL -> true;
            case CHAIN -> earlier == later - 1;
            case STAR -> earlier == 0;
        };
    }

    /** A peer that is no link between others, and not the last; if there is one. */
    Optional<MeshPeer> end(List<MeshPeer> peers) {
        return peers.size() < 3 ? Optional.empty() : Optional.of(peers.get(this == CHAIN ? 0 : 1));
    }

    /** A peer with a link to the last, which is not {@link #end}. */
    MeshPeer nextToLast(List<MeshPeer> peers) {
        return peers.get(this == CHAIN ? peers.size() - 2 : 0);
    }
}
