package dev.dsync.engine.machine;

import dev.dsync.io.wire.Message;
import java.io.IOException;

/** What a state machine is told. */
public sealed interface Event {
    /** A message of the peer has come. */
    record Received(Message message) implements Event {}

    /** A job is done. */
    record Completed(Completion completion) implements Event {}

    /**
     * A job could not be done at all, or what came cannot be read; what fails about one path is
     * part of a {@link Completed}.
     */
    record Failed(IOException cause) implements Event {}

    /** A timer that was asked for has run out. */
    record Elapsed(Timer timer) implements Event {}

    /** The connection is gone; {@code reason} in the transport's words. */
    record Disconnected(String reason) implements Event {}

    /**
     * Something this machine may act on is another, outside of its session.
     *
     * @param pieces whether that is only what is here of files that come in pieces
     */
    record Prompted(boolean pieces) implements Event {}

    /** The user wants the run to end. */
    record Cancelled() implements Event {}
}
