package dev.dsync.app.cli;

import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.wire.Limits;
import java.util.List;

/** The two ends of a run, of which at least one is on this machine. */
record Ends(List<Location> sources, Location destination) {
    /** What rules leave of a request. */
    private static final int NAMES_BYTES_MAX = Limits.CONTROL_PAYLOAD_MAX - Limits.RULES_MAX;

    private static final int NAME_EXTRA_BYTES = 4;

    Ends {
        sources = List.copyOf(sources);
    }

    /** The last location is the destination. */
    static Ends of(List<Location> locations) throws UsageException {
        if (locations.size() < 2) {
            throw new UsageException(
                    locations.isEmpty()
                            ? "no source and no destination given"
                            : "no destination given; only --list-only needs none");
        }
        Ends ends = new Ends(locations.subList(0, locations.size() - 1), locations.getLast());
        for (Location source : ends.sources) {
            if (!source.isBeside(ends.sources.getFirst())) {
                throw new UsageException(
                        "cannot take sources from several places: "
                                + ends.sources.getFirst()
                                + " and "
                                + source
                                + " are not on one machine; run dsync once for each");
            }
        }
        if (isRemote(ends.sources.getFirst()) && isRemote(ends.destination)) {
            throw new UsageException(
                    "cannot copy from "
                            + ends.sources.getFirst()
                            + " to "
                            + ends.destination
                            + ": neither is on this machine; run dsync on one of the two");
        }
        return ends;
    }

    /** Refuses more sources than one request can name. */
    static void requireFew(List<Location> sources, boolean relative) throws UsageException {
        long bytes = 0;
        for (Location source : sources) {
            TypedPath path = source.path();
            boolean whole = relative || isRemote(source);
            bytes += NAME_EXTRA_BYTES + (whole ? path.bytes() : path.lastComponent()).length;
        }
        if (sources.size() > Limits.PARTS_MAX || bytes > NAMES_BYTES_MAX) {
            throw new UsageException(
                    "cannot take "
                            + sources.size()
                            + " sources at once: at most "
                            + Limits.PARTS_MAX
                            + ", whose names are no longer than 1 MiB together; name the directory"
                            + " they are in and choose by --include and --exclude");
        }
    }

    /** Whether both ends are on this machine. */
    boolean areLocal() {
        return !isRemote(sources.getFirst()) && !isRemote(destination);
    }

    /** Whether one end is reached by a remote shell. */
    boolean useShell() {
        return sources.getFirst() instanceof Location.SshLocation
                || destination instanceof Location.SshLocation;
    }

    /** Whether one end is a share. */
    boolean useShare() {
        return sources.getFirst() instanceof Location.ShareLocation
                || destination instanceof Location.ShareLocation;
    }

    private static boolean isRemote(Location location) {
        return !(location instanceof Location.LocalLocation);
    }
}
