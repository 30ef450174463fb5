package dev.dsync.io.wire;

import java.io.IOException;

/** A peer that does not speak the protocol; the connection ends. */
public abstract sealed class ProtocolException extends IOException
        permits MalformedFrameException, TruncatedFrameException, UnexpectedMessageException {
    ProtocolException(String what) {
        super(what);
    }
}
