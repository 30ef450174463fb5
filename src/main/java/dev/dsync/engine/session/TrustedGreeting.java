package dev.dsync.engine.session;

import dev.dsync.io.wire.FormatVersions;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Hello;
import java.io.IOException;

/** The greeting where the transport vouches for the peer: a pipe inside the process, or ssh. */
final class TrustedGreeting implements Greeting {
    @Override
    public Hello opening() {
        return new Hello(FormatVersions.PROTOCOL_MIN, FormatVersions.PROTOCOL_MAX, "", null);
    }

    @Override
    public Hello answer(Hello peer) throws IOException {
        requireVersion(peer);
        return opening();
    }

    /** Refuses a peer that speaks no version this side speaks. */
    static void requireVersion(Hello peer) throws IOException {
        if (FormatVersions.agreed(peer) == 0) {
            throw new Refusal(
                    Message.Reason.VERSION,
                    "peer speaks "
                            + peer.versionMin()
                            + " to "
                            + peer.versionMax()
                            + ", this side "
                            + FormatVersions.PROTOCOL_MIN
                            + " to "
                            + FormatVersions.PROTOCOL_MAX);
        }
    }
}
