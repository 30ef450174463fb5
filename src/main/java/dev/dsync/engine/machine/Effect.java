package dev.dsync.engine.machine;

import dev.dsync.io.wire.Message;
import java.time.Duration;

/** What a state machine asks for. */
public sealed interface Effect {
    /** Send this to the peer, after all that was to be sent before. */
    record Send(Message message) implements Effect {}

    /**
     * Run this where it may block; jobs of one lane run one after another, in the order asked for.
     */
    record Run(Lane lane, Job job) implements Effect {}

    /** Tell {@link Event.Elapsed} after this time, once; a timer already set is set anew. */
    record Start(Timer timer, Duration after) implements Effect {}

    /** Nothing more comes of this machine: send what is to be sent, then close the connection. */
    record End() implements Effect {}
}
