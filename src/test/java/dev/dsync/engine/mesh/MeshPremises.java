package dev.dsync.engine.mesh;

import dev.dsync.core.tree.Profile;
import dev.dsync.engine.session.Premises;
import dev.dsync.engine.session.Refusal;
import dev.dsync.engine.session.SourceFiles;
import dev.dsync.engine.session.TargetPlace;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.util.function.Supplier;

/** The folder of a peer, for who dials, and nothing else. */
record MeshPremises(Supplier<FolderState> watched) implements Premises {
    @Override
    public Profile profile() {
        return Premises.Folder.PROFILE;
    }

    @Override
    public int compressionLevelMax() {
        return 1;
    }

    @Override
    public SourceFiles source(Message.Request request) throws IOException {
        throw new Refusal(Message.Reason.UNSUPPORTED, "no source");
    }

    @Override
    public TargetPlace target(Message.Request request) throws IOException {
        throw new Refusal(Message.Reason.UNSUPPORTED, "no target");
    }

    @Override
    public Folder folder(Message.Request request) {
        return watched.get();
    }
}
