package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import dev.dsync.core.tree.Profile;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.Premises;
import dev.dsync.engine.session.SourceFiles;
import dev.dsync.engine.session.TargetPlace;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.trust.Doorkeeper;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Request;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One peer of {@code serve} from its coming to its end, and the line that tells of it. */
final class Visit implements Premises {
    private final Premises inner;
    private final Connection connection;
    private final Supplier<Doorkeeper.@Nullable Admission> admitted;
    private volatile Message.@Nullable Role peer;

    /**
     * Whoever comes over {@code connection}, and uses {@code inner}.
     *
     * @param admitted by which key to which share; null until one is proved
     */
    Visit(
            Premises inner,
            Connection connection,
            Supplier<Doorkeeper.@Nullable Admission> admitted) {
        this.inner = inner;
        this.connection = connection;
        this.admitted = admitted;
    }

    @Override
    public Profile profile() {
        return inner.profile();
    }

    @Override
    public int compressionLevelMax() {
        return inner.compressionLevelMax();
    }

    @Override
    public SourceFiles source(Request request) throws IOException {
        peer = Message.Role.TARGET;
        return inner.source(request);
    }

    @Override
    public TargetPlace target(Request request) throws IOException {
        peer = Message.Role.SOURCE;
        return inner.target(request);
    }

    @Override
    public Folder folder(Request request) throws IOException {
        peer = Message.Role.PEER;
        return inner.folder(request);
    }

    /** By which key to which share; null until one is proved. */
    Doorkeeper.@Nullable Admission admission() {
        return admitted.get();
    }

    /** {@code push}, {@code pull} or {@code sync}; empty until that is known. */
    String doing() {
        return switch (peer) {
            case null -> "";
            case SOURCE -> "push";
            case TARGET -> "pull";
            case PEER -> "sync";
        };
    }

    /** {@code pull of photos with its read-only key: done; sent 5 bytes, received 7 bytes}. */
    String told(Ending ending) {
        return what()
                + words(ending)
                + "; sent "
                + connection.sent()
                + " bytes, received "
                + connection.received()
                + " bytes";
    }

    private String what() {
        Doorkeeper.Admission admission = admitted.get();
        if (admission == null) {
            return "";
        }
        String share = Printable.of(admission.share().text());
        String key = admission.readOnlyKey() ? "read-only" : "read-write";
        String done =
                switch (peer) {
                    case null -> share;
                    case SOURCE -> "push to " + share;
                    case TARGET -> "pull of " + share;
                    case PEER -> "sync of " + share;
                };
        return done + " with its " + key + " key: ";
    }

    private String words(Ending ending) {
        return switch (ending) {
            case Ending.Done done when done.problems() == 0 -> "done";
            case Ending.Done done ->
                    "done, "
                            + (done.problems() == 1 ? "1 path" : done.problems() + " paths")
                            + " failed";
            case Ending.Refused refused -> refused(refused);
            case Ending.Lost lost -> "connection lost: " + Printable.of(lost.reason());
            case Ending.Broken broken -> "not understood: " + Printable.of(broken.what());
            case Ending.Failed failed -> "failed: " + Printable.of(failed.what());
            case Ending.Cancelled _ -> "stopped here";
        };
    }

    /** What a peer is told of itself reads the other way round here. */
    private String refused(Ending.Refused refused) {
        String detail = Printable.of(refused.detail());
        if (refused.byPeer()) {
            boolean bySource = peer == Message.Role.SOURCE;
            return "ended by the peer: "
                    + Messages.refused(refused.reason(), detail, bySource).what();
        }
        boolean telling =
                refused.reason() == Message.Reason.NOT_TRUSTED
                        || refused.reason() == Message.Reason.TOO_BUSY;
        boolean bySource = peer == Message.Role.TARGET;
        return "refused: "
                + (telling ? detail : Messages.refused(refused.reason(), detail, bySource).what());
    }
}
