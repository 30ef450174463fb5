package dev.dsync.io.wire;

/** A stream that ended inside a frame. */
public final class TruncatedFrameException extends ProtocolException {
    TruncatedFrameException(long present, long wanted) {
        super("the connection ended after " + present + " of " + wanted + " bytes of a frame");
    }
}
