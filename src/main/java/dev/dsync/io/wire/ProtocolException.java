package dev.dsync.io.wire;

import java.io.IOException;

/** A peer that does not speak the protocol; the connection ends. */
public abstract sealed class ProtocolException extends IOException
        permits MalformedFrameException,
                ProtocolException.TruncatedException,
                UnexpectedMessageException {
    ProtocolException(String what) {
        super(what);
    }

    /** A stream that ended inside a frame. */
    public static final class TruncatedException extends ProtocolException {
        TruncatedException(long present, long wanted) {
            super("the connection ended after " + present + " of " + wanted + " bytes of a frame");
        }
    }
}
