package dev.dsync.engine.session;

import dev.dsync.core.tree.Profile;
import dev.dsync.io.trust.ChannelBinding;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.Doorkeeper;
import dev.dsync.io.trust.Proof;
import dev.dsync.io.wire.FormatVersions;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Hello;
import dev.dsync.io.wire.Message.Request;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody who dials over TLS comes in: shut until the key of a share is proved, from then on
 * the premises of that share and no other.
 */
public final class ShareEntrance implements Greeting, Premises, AutoCloseable {
    private final Doorkeeper doorkeeper;
    private final ChannelBinding binding;
    private final DeviceId device;
    private final Shares shares;
    private @Nullable SharePremises entered;

    /** The shares behind the door. */
    @FunctionalInterface
    public interface Shares {
        /** Opens one for somebody who proved its key. */
        SharePremises open(Doorkeeper.Admission admission) throws IOException;
    }

    /**
     * The door in the session of {@code binding}.
     *
     * @param device for which the dialler speaks
     */
    public ShareEntrance(
            Doorkeeper doorkeeper, ChannelBinding binding, DeviceId device, Shares shares) {
        this.device = device;
        this.doorkeeper = doorkeeper;
        this.binding = binding;
        this.shares = shares;
    }

    @Override
    public Hello opening() {
        throw new IllegalStateException("the dialler speaks first");
    }

    @Override
    public Hello answer(Hello peer) throws IOException {
        TrustedGreeting.requireVersion(peer);
        Optional<Doorkeeper.Admission> admitted = admitted(peer);
        if (admitted.isEmpty()) {
            // Whether the share or the key is wrong is nobody's business.
            throw new Refusal(Message.Reason.NOT_TRUSTED, "no such share, or another key");
        }
        Doorkeeper.Admission admission = admitted.get();
        entered = shares.open(admission);
        return new Hello(
                FormatVersions.PROTOCOL_MIN,
                FormatVersions.PROTOCOL_MAX,
                admission.share().text(),
                admission.answer().mac());
    }

    private Optional<Doorkeeper.Admission> admitted(Hello peer) throws IOException {
        if (peer.proof() == null) {
            return Optional.empty();
        }
        try {
            return doorkeeper.admit(peer.share(), binding, device, new Proof(peer.proof()));
        } catch (Doorkeeper.StrangerException e) {
            Refusal refusal =
                    new Refusal(Message.Reason.NOT_TRUSTED, "the share is for paired devices");
            refusal.initCause(e);
            throw refusal;
        }
    }

    private SharePremises entered() {
        if (entered == null) {
            throw new IllegalStateException("nobody was let in");
        }
        return entered;
    }

    @Override
    public Profile profile() {
        return entered().profile();
    }

    @Override
    public int compressionLevelMax() {
        return entered().compressionLevelMax();
    }

    @Override
    public SourceFiles source(Request request) throws IOException {
        return entered().source(request);
    }

    @Override
    public TargetPlace target(Request request) throws IOException {
        return entered().target(request);
    }

    @Override
    public Folder folder(Request request) throws IOException {
        return entered().folder(request);
    }

    @Override
    public void close() throws IOException {
        if (entered != null) {
            entered.close();
        }
    }
}
