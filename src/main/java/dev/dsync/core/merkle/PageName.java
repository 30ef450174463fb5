package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import java.nio.charset.StandardCharsets;

/** Names pages: SHA-256 over a tag, kind, level and the bytes. */
final class PageName {
    private static final byte[] TAG = "dsync-page".getBytes(StandardCharsets.US_ASCII);

    private final Sha256 sha256 = new Sha256();
    private final byte[] kindAndLevel = new byte[2];

    Digest of(PageKind kind, int level, byte[] page, int length) {
        kindAndLevel[0] = (byte) kind.id();
        kindAndLevel[1] = (byte) level;
        return sha256.update(TAG, 0, TAG.length)
                .update(kindAndLevel, 0, kindAndLevel.length)
                .update(page, 0, length)
                .finish();
    }
}
