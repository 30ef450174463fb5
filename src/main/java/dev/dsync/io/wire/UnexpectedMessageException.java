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
}
