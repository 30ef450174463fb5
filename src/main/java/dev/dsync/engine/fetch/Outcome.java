package dev.dsync.engine.fetch;

import dev.dsync.engine.fetch.Wanted.Part;
import dev.dsync.io.wire.Want.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of some pieces. */
final class Outcome {
    private final List<Fetched> results = new ArrayList<>();
    private final List<Again> again = new ArrayList<>();
    private long freedBytes;
    private int freedWishBytes;

    /**
     * A file of which something has to be asked for again, as it is.
     *
     * @param ranges which; none for all of it
     */
    record Again(int file, List<Range> ranges) {
        Again {
            ranges = List.copyOf(ranges);
        }
    }

    /** Notes that something asked for is here, or will not come. */
    void free(@Nullable Part part) {
        if (part != null) {
            freedBytes += part.range().length();
            freedWishBytes += part.wishBytes();
        }
    }

    /** What was completed or lost; is added to. */
    List<Fetched> results() {
        return results;
    }

    /** What has to be asked for again; is added to. */
    List<Again> again() {
        return again;
    }

    /** Content bytes of what was asked for and is here. */
    long freedBytes() {
        return freedBytes;
    }

    /** What asking for these took. */
    int freedWishBytes() {
        return freedWishBytes;
    }
}
