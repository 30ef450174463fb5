package dev.dsync.core.delta;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** Bytes, edits of them, and both ends of a delta. */
final class Deltas {
    static final SignatureShape ANCHORS = new SignatureShape(128, 4, 0, 1);
    static final SignatureShape SHAPE = new SignatureShape(128, 5, 2, 4);

    private Deltas() {}

    static byte[] noise(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The signature as it comes out of what travels. */
    static Signature signature(SignatureShape shape, byte[] old) throws IOException {
        byte[] bytes = Signature.of(shape, ByteSource.of(old), old.length).encode();
        return Signature.decode(bytes, 0, bytes.length);
    }

    static Patch match(SignatureShape shape, byte[] old, byte[] fresh) throws IOException {
        return Matcher.match(
                new Blocks(List.of(signature(shape, old))), ByteSource.of(fresh), fresh.length);
    }

    /** What the target makes of old bytes and what it is sent. */
    static byte[] rebuild(
            Signature signature, byte[] old, byte[] steps, byte[] literals, int length)
            throws IOException {
        BlockLayout layout = BlockLayout.of(List.of(signature));
        Patch patch = Patch.decode(steps, 0, steps.length, layout, length);
        return patch.apply(ByteSource.of(old), literals);
    }

    /** The bytes with so many of a run from {@code at} on replaced. */
    static byte[] edit(byte[] bytes, int at, int removed, byte[] inserted) {
        byte[] edited = new byte[bytes.length - removed + inserted.length];
        System.arraycopy(bytes, 0, edited, 0, at);
        System.arraycopy(inserted, 0, edited, at, inserted.length);
        System.arraycopy(
                bytes, at + removed, edited, at + inserted.length, bytes.length - at - removed);
        return edited;
    }
}
