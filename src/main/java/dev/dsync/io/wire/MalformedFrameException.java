package dev.dsync.io.wire;

/** A frame that says something nobody may say, or more than is allowed. */
final class MalformedFrameException extends ProtocolException {
    /**
     * @param field the message and its field, as in {@code Request.scope.rules}
     * @param offset where in the payload it was noticed; -1 where only the field is known
     */
    MalformedFrameException(String field, int offset, String what) {
        super(field + ": " + what + (offset < 0 ? "" : " at byte " + offset));
    }
}
