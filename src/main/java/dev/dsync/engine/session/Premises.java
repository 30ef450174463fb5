package dev.dsync.engine.session;

import dev.dsync.core.tree.Profile;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.wire.Message.Request;
import java.io.IOException;

/** What a listener offers to whoever dials it. */
public interface Premises {
    /** The whole file system as this user sees it, for that user: behind a pipe or ssh. */
    static Premises ofOperator(FileSystem system) {
        return new OperatorPremises(system);
    }

    /** What this side can tell and keep of entries, as this user. */
    Profile profile();

    /** The highest zstd level a dialler may have this side work at. */
    int compressionLevelMax();

    /**
     * Opens the sources a dialler wants to pull from.
     *
     * @throws Refusal if it may not have them, or there is nothing
     */
    SourceFiles source(Request request) throws IOException;

    /**
     * Opens the destination a dialler wants to push to; nothing is made or changed yet.
     *
     * @throws Refusal if it may not have it, or it cannot be a target
     */
    TargetPlace target(Request request) throws IOException;
}
