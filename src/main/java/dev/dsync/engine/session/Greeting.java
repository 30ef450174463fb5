package dev.dsync.engine.session;

import dev.dsync.io.trust.ChannelBinding;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.io.trust.ShareName;
import dev.dsync.io.wire.Message.Hello;
import java.io.IOException;

/** How the two sides convince each other of who they are before anything else is said. */
public interface Greeting {
    /** The greeting where the transport vouches for the peer: a pipe inside the process, or ssh. */
    static Greeting trusted() {
        return new TrustedGreeting();
    }

    /** A dialler's greeting over TLS: both sides prove that they know the key of the share. */
    static Greeting proving(ShareName share, ShareKey key, ChannelBinding binding) {
        return new ProvingGreeting(share, key, binding);
    }

    /** The dialler's first words. */
    Hello opening() throws IOException;

    /**
     * Takes the peer's hello.
     *
     * @return what a listener answers; a dialler's is not sent
     * @throws Refusal if the peer is not who it should be, or speaks no version this side speaks
     */
    Hello answer(Hello peer) throws IOException;
}
