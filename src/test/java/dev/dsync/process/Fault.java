package dev.dsync.process;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a {@link ByteProxy} does to the bytes of one direction; offsets count from the connection's
 * first byte.
 *
 * @param delay every byte arrives that much later
 * @param cutAfter the connection is reset after so many bytes
 * @param stallAfter nothing more passes after so many bytes, though the connection stays
 * @param corruptAt that byte has its lowest bit turned
 * @param bytesPerSecond no faster than this
 */
public record Fault(
        Duration delay,
        OptionalLong cutAfter,
        OptionalLong stallAfter,
        OptionalLong corruptAt,
        OptionalLong bytesPerSecond) {

    public static final Fault NONE =
            new Fault(
                    Duration.ZERO,
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty());

    public Fault delayed(Duration newDelay) {
        return new Fault(newDelay, cutAfter, stallAfter, corruptAt, bytesPerSecond);
    }

    public Fault cutAfter(long bytes) {
        return new Fault(delay, OptionalLong.of(bytes), stallAfter, corruptAt, bytesPerSecond);
    }

    public Fault stallAfter(long bytes) {
        return new Fault(delay, cutAfter, OptionalLong.of(bytes), corruptAt, bytesPerSecond);
    }

    public Fault corruptAt(long offset) {
        return new Fault(delay, cutAfter, stallAfter, OptionalLong.of(offset), bytesPerSecond);
    }

    public Fault limitedTo(long newBytesPerSecond) {
        return new Fault(
                delay, cutAfter, stallAfter, corruptAt, OptionalLong.of(newBytesPerSecond));
    }
}
