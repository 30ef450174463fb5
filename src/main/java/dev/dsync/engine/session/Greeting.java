package dev.dsync.engine.session;

import dev.dsync.io.wire.Message.Hello;
import java.io.IOException;

/** How the two sides convince each other of who they are before anything else is said. */
public interface Greeting {
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
