package dev.dsync.io.wire;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.codec.Compressor;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Messages as frames onto a stream, each in one write; neither flushes nor closes the stream by
 * itself. One thread at a time.
 */
public final class FrameWriter implements AutoCloseable {
    private final OutputStream out;
    private final Compressor compressor;
    private final PayloadWriter payload = new PayloadWriter();
    private byte[] compressed = new byte[0];

    public FrameWriter(OutputStream out, CompressionPolicy policy) {
        this.out = out;
        compressor = new Compressor(policy);
    }

    /** Compresses by another policy from the next frame on. */
    public void policy(CompressionPolicy policy) {
        compressor.policy(policy);
    }

    /**
     * Writes the message as one frame.
     *
     * @throws IllegalArgumentException if the message is over the {@link Limits}
     */
    public void write(Message message) throws IOException {
        FrameType type = FrameType.of(message);
        payload.clear();
        encode(message);
        int length = payload.length();
        if (length > type.payloadMax()) {
            throw new IllegalArgumentException(
                    type.message() + " of " + length + " bytes, more than " + type.payloadMax());
        }
        int shorter = type.beforeAcceptance() ? 0 : compress(length);
        if (shorter > 0) {
            send(compressed, type.id() | FrameType.COMPRESSED, shorter);
        } else {
            send(payload.array(), type.id(), length);
        }
    }

    private int compress(int length) {
        if (length < Compressor.BLOCK_MIN) {
            return 0;
        }
        if (compressed.length < Limits.HEADER_BYTES + length) {
            compressed = new byte[payload.array().length];
        }
        return compressor.compress(
                payload.array(), Limits.HEADER_BYTES, length, compressed, Limits.HEADER_BYTES);
    }

    private void send(byte[] frame, int type, int length) throws IOException {
        for (int i = 0; i < Integer.BYTES; i++) {
            frame[i] = (byte) (length >>> (24 - 8 * i));
        }
        frame[Integer.BYTES] = (byte) type;
        out.write(frame, 0, Limits.HEADER_BYTES + length);
    }

    private void encode(Message message) throws IOException {
        switch (message) {
            case Message.Hello hello -> put(ControlEncoder.encode(hello));
            case Message.Request request -> put(ControlEncoder.encode(request));
            case Message.Accept accept -> put(ControlEncoder.encode(accept));
            case Message.Refuse refuse -> put(ControlEncoder.encode(refuse));
            case Message.ListingRoot root -> put(ControlEncoder.encode(root));
            case Message.PageRequests requests -> BulkEncoder.encode(requests, payload);
            case Message.ListingRequest request -> put(ControlEncoder.encode(request));
            case Message.Knowledge knowledge -> put(ControlEncoder.encode(knowledge));
            case Message.StreamRequest request -> put(ControlEncoder.encode(request));
            case Message.PageAnswers answers -> BulkEncoder.encode(answers, payload);
            case Message.Pages pages -> BulkEncoder.encode(pages, payload);
            case Message.ChangesRequest request -> BulkEncoder.encode(request, payload);
            case Message.Changes changes -> BulkEncoder.encode(changes, payload);
            case Message.Planned planned -> put(ControlEncoder.encode(planned));
            case Message.ManifestRequest request -> ContentEncoder.encode(request, payload);
            case Message.Manifests manifests -> ContentEncoder.encode(manifests, payload);
            case Message.Fetch fetch -> ContentEncoder.encode(fetch, payload);
            case Message.Data data -> ContentEncoder.encode(data, payload);
            case Message.PiecesSought sought -> PieceEncoder.encode(sought, payload);
            case Message.PiecesHeld held -> PieceEncoder.encode(held, payload);
            case Message.PieceRequest request -> PieceEncoder.encode(request, payload);
            case Message.Piece piece -> PieceEncoder.encode(piece, payload);
            case Message.Credit credit -> put(ControlEncoder.encode(credit));
            case Message.Report report -> BulkEncoder.encode(report, payload);
            case Message.Finished finished -> put(ControlEncoder.encode(finished));
            case Message.Ping ping -> put(ControlEncoder.encode(ping));
            case Message.Pong pong -> put(ControlEncoder.encode(pong));
        }
    }

    private void put(MessageLite message) throws IOException {
        int size = message.getSerializedSize();
        int start = payload.reserve(size);
        CodedOutputStream into = CodedOutputStream.newInstance(payload.array(), start, size);
        message.writeTo(into);
        into.checkNoSpaceLeft();
    }

    /** Flushes the stream. */
    public void flush() throws IOException {
        out.flush();
    }

    /** Gives native memory back; the stream stays open. */
    @Override
    public void close() {
        compressor.close();
    }
}
