package dev.dsync.engine.session;

import dev.dsync.io.wire.Message;
import java.io.IOException;

/** A run that one side does not go into, or ends; the message names what and where. */
public final class Refusal extends IOException {
    private final Message.Reason reason;

    public Refusal(Message.Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /** Why. */
    public Message.Reason reason() {
        return reason;
    }

    /** What and where. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
