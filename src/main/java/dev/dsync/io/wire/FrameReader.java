package dev.dsync.io.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.dsync.io.codec.CompressedDataException;
import dev.dsync.io.codec.Decompressor;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Messages out of the frames of a stream, which it does not close. Until {@link #acceptHello} only
 * Hello and Refuse are read, from then on everything but Hello. Nothing a peer sends makes it throw
 * anything but {@link IOException}s, or hold more than a small multiple of {@link
 * Limits#PAYLOAD_MAX}. One thread at a time.
 */
public final class FrameReader implements AutoCloseable {
    private final InputStream in;
    private final byte[] header = new byte[Limits.HEADER_BYTES];
    private final Decompressor decompressor = new Decompressor();
    private byte[] compressed = new byte[0];
    private boolean accepted;

    /** Expects a Hello first. */
    public FrameReader(InputStream in) {
        this.in = in;
    }

    /** The peer is known: from the next frame on it may send everything. */
    public void acceptHello() {
        accepted = true;
    }

    /**
     * The next message; null where the stream ends between two frames. Slices in it lie in an array
     * of their own.
     *
     * @throws ProtocolException if the peer does not keep to the protocol; nothing more can be read
     *     then
     */
    public @Nullable Message read() throws IOException {
        int got = in.readNBytes(header, 0, header.length);
        if (got == 0) {
            return null;
        }
        if (got < header.length) {
            throw new ProtocolException.TruncatedException(got, header.length);
        }
        FrameType type = type(header[Integer.BYTES] & ~FrameType.COMPRESSED);
        int length = length(type);
        boolean isCompressed = (header[Integer.BYTES] & FrameType.COMPRESSED) != 0;
        byte[] payload;
        if (isCompressed) {
            if (type.beforeAcceptance()) {
                throw new MalformedFrameException(type.message(), -1, "compressed");
            }
            if (compressed.length < length) {
                compressed =
                        new byte
                                [Math.min(
                                        Math.max(length, 2 * compressed.length),
                                        Limits.PAYLOAD_MAX)];
            }
            fill(compressed, length);
            payload = decompress(type, length);
        } else {
            payload = new byte[length];
            fill(payload, length);
        }
        return decode(type, payload);
    }

    private FrameType type(int id) throws ProtocolException {
        FrameType type = FrameType.of(id & 0xff);
        if (type == null) {
            throw new MalformedFrameException(
                    "frame.type", Integer.BYTES, "unknown type " + (id & 0xff));
        }
        if (!accepted && !type.beforeAcceptance()) {
            throw new UnexpectedMessageException(type.message(), "before Hello was accepted");
        }
        if (accepted && type == FrameType.HELLO) {
            throw new UnexpectedMessageException(type.message(), "after Hello was accepted");
        }
        return type;
    }

    private int length(FrameType type) throws MalformedFrameException {
        int length = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            length = length << 8 | (header[i] & 0xff);
        }
        if (length < 0 || length > type.payloadMax()) {
            throw new MalformedFrameException(
                    "frame.length",
                    0,
                    Integer.toUnsignedString(length)
                            + " bytes of "
                            + type.message()
                            + ", over "
                            + type.payloadMax());
        }
        return length;
    }

    private void fill(byte[] to, int length) throws IOException {
        int got = in.readNBytes(to, 0, length);
        if (got < length) {
            throw new ProtocolException.TruncatedException(
                    (long) Limits.HEADER_BYTES + got, (long) Limits.HEADER_BYTES + length);
        }
    }

    private byte[] decompress(FrameType type, int length) throws MalformedFrameException {
        try {
            return decompressor.decompress(compressed, 0, length, type.payloadMax());
        } catch (CompressedDataException e) {
            throw new MalformedFrameException(type.message(), -1, String.valueOf(e.getMessage()));
        }
    }

    private static Message decode(FrameType type, byte[] payload) throws MalformedFrameException {
        try {
            ControlDecoder.checkFields(type, payload);
            return switch (type) {
                case HELLO -> ControlDecoder.hello(payload);
                case REQUEST -> ControlDecoder.request(payload);
                case ACCEPT -> ControlDecoder.accept(payload);
                case REFUSE -> ControlDecoder.refuse(payload);
                case LISTING_ROOT -> ControlDecoder.listingRoot(payload);
                case PAGE_REQUESTS -> BulkDecoder.pageRequests(new PayloadReader(type, payload));
                case LISTING_REQUEST -> ControlDecoder.listingRequest(payload);
                case KNOWLEDGE -> ControlDecoder.knowledge(payload);
                case STREAM_REQUEST -> ControlDecoder.streamRequest(payload);
                case PAGE_ANSWERS -> BulkDecoder.pageAnswers(new PayloadReader(type, payload));
                case PAGES -> BulkDecoder.pages(new PayloadReader(type, payload));
                case CHANGES_REQUEST ->
                        BulkDecoder.changesRequest(new PayloadReader(type, payload));
                case CHANGES -> BulkDecoder.changes(new PayloadReader(type, payload));
                case PLANNED -> ControlDecoder.planned(payload);
                case MANIFEST_REQUEST -> ContentDecoder.queries(new PayloadReader(type, payload));
                case MANIFESTS -> ContentDecoder.manifests(new PayloadReader(type, payload));
                case FETCH -> ContentDecoder.fetch(new PayloadReader(type, payload));
                case DATA -> ContentDecoder.data(new PayloadReader(type, payload));
                case PIECES_SOUGHT -> PieceDecoder.sought(new PayloadReader(type, payload));
                case PIECES_HELD -> PieceDecoder.held(new PayloadReader(type, payload));
                case PIECE_REQUEST -> PieceDecoder.request(new PayloadReader(type, payload));
                case PIECE -> PieceDecoder.piece(new PayloadReader(type, payload));
                case CREDIT -> ControlDecoder.credit(payload);
                case REPORT -> BulkDecoder.report(new PayloadReader(type, payload));
                case FINISHED -> ControlDecoder.finished(payload);
                case PING -> ControlDecoder.ping(payload);
                case PONG -> ControlDecoder.pong(payload);
            };
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedFrameException(type.message(), -1, "no protobuf: " + e.getMessage());
        }
    }

    /** Gives native memory back; the stream stays open. */
    @Override
    public void close() {
        decompressor.close();
    }
}
