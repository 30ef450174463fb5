package dev.dsync.engine.fetch;

import dev.dsync.core.delta.ByteSource;
import dev.dsync.core.delta.Signature;
import dev.dsync.core.delta.SignatureShape;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.codec.Compressor;
import java.io.IOException;
import java.util.Optional;

/** Makes signatures of old bytes, as long as they are worth it. One thread at a time. */
final class Signer implements AutoCloseable {
    /**
     * What does not become smaller than this is compressed already, and shares no bytes with
     * another version that is.
     */
    private static final double DOUBTFUL_RATIO_MAX = 0.9;

    private final Compressor compressor = new Compressor(new CompressionPolicy.None());

    /**
     * The signature of these bytes; none where what it may save is too little.
     *
     * @param edits places where the new bytes are expected to differ
     * @param isDoubtful whether it is a mere guess that the new bytes are like these
     */
    Optional<Signature> sign(byte[] old, int newLength, int edits, boolean isDoubtful)
            throws IOException {
        if (old.length < SignatureShape.BLOCK_MIN || newLength < SignatureShape.BLOCK_MIN) {
            return Optional.empty();
        }
        double ratio = compressor.ratio(old, 0, old.length);
        if (isDoubtful && ratio > DOUBTFUL_RATIO_MAX) {
            return Optional.empty();
        }
        Optional<SignatureShape> shape = SignatureShape.choose(old.length, newLength, edits, ratio);
        return shape.isEmpty()
                ? Optional.empty()
                : Optional.of(Signature.of(shape.get(), ByteSource.of(old), old.length));
    }

    /** Gives native memory back. */
    @Override
    public void close() {
        compressor.close();
    }
}
