package dev.dsync.app.cli;

import java.util.List;

/** The two ends of a run, of which at least one is on this machine. */
record Ends(List<Location> sources, Location destination) {
    Ends {
        sources = List.copyOf(sources);
    }

    /** The last location is the destination. */
    static Ends of(List<Location> locations) throws UsageException {
        if (locations.size() < 2) {
            throw new UsageException(
                    locations.isEmpty()
                            ? "no source and no destination given"
                            : "no destination given");
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
        if (ends.isRemote(ends.sources.getFirst()) && ends.isRemote(ends.destination)) {
            throw new UsageException(
                    "cannot copy from "
                            + ends.sources.getFirst()
                            + " to "
                            + ends.destination
                            + ": neither is on this machine; run dsync on one of the two");
        }
        return ends;
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

    private boolean isRemote(Location location) {
        return !(location instanceof Location.LocalLocation);
    }
}
