package dev.dsync.io.codec;

import java.io.IOException;

/** Bytes offered as compressed data that are none, or that claim to be more than is allowed. */
public final class CompressedDataException extends IOException {
    CompressedDataException(String what) {
        super(what);
    }
}
