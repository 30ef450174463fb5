package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;

/**
 * Between whom, of what and under which rules a listing was agreed on.
 *
 * @param device of the peer
 * @param remoteRoot what names the root at the peer
 * @param profile the fields that counted
 * @param selection what took part: filter rules and the like
 */
public record BaseKey(Digest device, Digest remoteRoot, Digest profile, Digest selection) {
    /** Bytes of the four. */
    static final int BYTES = 4 * Digest.BYTES;

    byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        device.write(bytes, 0);
        remoteRoot.write(bytes, Digest.BYTES);
        profile.write(bytes, 2 * Digest.BYTES);
        selection.write(bytes, 3 * Digest.BYTES);
        return bytes;
    }
}
