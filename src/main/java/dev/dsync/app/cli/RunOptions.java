package dev.dsync.app.cli;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Profile;
import dev.dsync.io.wire.Message.ReportLevel;
import dev.dsync.io.wire.Message.Role;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a push or pull is asked to do.
 *
 * @param sources all of one kind and on one machine; none where a list names nothing, and then
 *     there is nothing to run
 * @param destination local unless all sources are
 * @param scope what of the sources takes part
 * @param profile what is kept
 * @param policy what the target does with what it learns
 * @param dryRun nothing is touched
 * @param makePath the target makes missing parents of the destination
 * @param attributes how attributes are told and changed
 * @param mungesLinks links that are written here are munged, those that are read unmunged
 * @param wholeFiles a file that differs is sent whole
 * @param report what is told about
 * @param compressionLevel fixed zstd level, 0 for none; empty to let the sender choose
 * @param bandwidth how much may cross the connection
 * @param reach how a machine elsewhere is reached
 */
record RunOptions(
        List<Location> sources,
        Location destination,
        Scope scope,
        Profile profile,
        Policy policy,
        boolean dryRun,
        boolean makePath,
        AttributeOptions attributes,
        boolean mungesLinks,
        boolean wholeFiles,
        ReportLevel report,
        OptionalInt compressionLevel,
        Bandwidth bandwidth,
        Reach reach) {

    RunOptions {
        sources = List.copyOf(sources);
    }

    /** What this machine is in the run: the source, also of a run within itself, or the target. */
    Role ownRole() {
        return sources.getFirst() instanceof Location.LocalLocation ? Role.SOURCE : Role.TARGET;
    }

    /** Whether both ends are on this machine. */
    boolean isLocal() {
        return ownRole() == Role.SOURCE && destination instanceof Location.LocalLocation;
    }

    /**
     * How a machine elsewhere is reached.
     *
     * @param shell the remote shell's program and its own arguments
     * @param dsyncPath the program to run there
     * @param port of the remote dsync or shell where the location names none
     * @param keyFile the share's key; empty for the one stored under the share's name
     * @param timeout seconds after which a silent peer is given up, 0 for never; empty for the
     *     usual
     * @param timeToConnect seconds that reaching a share may take, 0 for any; empty for the usual
     */
    record Reach(
            List<String> shell,
            String dsyncPath,
            OptionalInt port,
            String keyFile,
            OptionalInt timeout,
            OptionalInt timeToConnect) {
        /** By ssh, where dsync is on the path. */
        static final Reach STANDARD =
                new Reach(
                        List.of("ssh"),
                        "dsync",
                        OptionalInt.empty(),
                        "",
                        OptionalInt.empty(),
                        OptionalInt.empty());

        Reach {
            shell = List.copyOf(shell);
        }
    }
}
