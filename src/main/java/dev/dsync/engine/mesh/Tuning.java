package dev.dsync.engine.mesh;

import dev.dsync.engine.fetch.Swarm;
import java.time.Duration;

/**
 * What a folder's work is cut into.
 *
 * @param pieces of large contents
 * @param notingPause between the times a round notes what it has done, at least
 */
record Tuning(Swarm.Sizes pieces, Duration notingPause) {
    /** What pays on disks and networks. */
    static final Tuning STANDARD = new Tuning(Swarm.Sizes.STANDARD, Duration.ofSeconds(5));
}
