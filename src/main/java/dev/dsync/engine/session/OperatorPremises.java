package dev.dsync.engine.session;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Request;
import java.io.IOException;

/**
 * The whole file system as one user sees it, for that user: behind a pipe or ssh, where the peer is
 * the user.
 */
final class OperatorPremises implements Premises {
    private final FileSystem system;

    OperatorPremises(FileSystem system) {
        this.system = system;
    }

    @Override
    public Profile profile() {
        return Profiles.keptBy(system.effectiveUser());
    }

    @Override
    public int compressionLevelMax() {
        return CompressionPolicy.LEVEL_MAX;
    }

    @Override
    public SourceFiles source(Request request) throws IOException {
        return SourceFiles.open(system, request.paths(), request.scope());
    }

    @Override
    public TargetPlace target(Request request) throws IOException {
        TypedPath destination = destination(request);
        Name rename = TargetPlace.rename(system, destination, request.placement().single());
        return TargetPlace.open(system, destination, request.makePath(), request.dryRun(), rename);
    }

    /** The one destination of a request. */
    static TypedPath destination(Request request) throws Refusal {
        if (request.paths().size() != 1) {
            throw new Refusal(Message.Reason.MALFORMED, "destinations: " + request.paths().size());
        }
        return request.paths().getFirst();
    }
}
