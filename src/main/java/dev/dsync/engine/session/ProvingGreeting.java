package dev.dsync.engine.session;

import dev.dsync.io.trust.ChannelBinding;
import dev.dsync.io.trust.Proof;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.io.trust.ShareName;
import dev.dsync.io.wire.FormatVersions;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Hello;
import java.io.IOException;

/** The greeting of somebody who asks for a share over TLS: proves its key, and has it proved. */
final class ProvingGreeting implements Greeting {
    private final ShareName share;
    private final ShareKey key;
    private final ChannelBinding binding;

    /** Asks for {@code share} in the session of {@code binding}. */
    ProvingGreeting(ShareName share, ShareKey key, ChannelBinding binding) {
        this.share = share;
        this.key = key;
        this.binding = binding;
    }

    @Override
    public Hello opening() {
        Proof proof = Proof.of(key, Proof.Side.DIALLER, binding, share.text());
        return new Hello(
                FormatVersions.PROTOCOL_MIN,
                FormatVersions.PROTOCOL_MAX,
                share.text(),
                proof.mac());
    }

    @Override
    public Hello answer(Hello peer) throws IOException {
        TrustedGreeting.requireVersion(peer);
        Proof expected = Proof.of(key, Proof.Side.LISTENER, binding, share.text());
        if (peer.proof() == null || !expected.matches(new Proof(peer.proof()))) {
            throw new Refusal(
                    Message.Reason.NOT_TRUSTED, "it cannot prove the key of " + share.text());
        }
        return opening();
    }
}
