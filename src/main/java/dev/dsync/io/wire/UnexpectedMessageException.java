package dev.dsync.io.wire;

/** A message that has no place where it came. */
public final class UnexpectedMessageException extends ProtocolException {
    /**
     * @param message what came
     * @param phase where in the run, as in {@code before Hello was accepted}
     */
    public UnexpectedMessageException(String message, String phase) {
        super(message + " " + phase);
    }

    /** A message of this type has no place in this phase. */
    public static UnexpectedMessageException of(Message message, String phase) {
        return new UnexpectedMessageException(FrameType.of(message).message(), phase);
    }
}
