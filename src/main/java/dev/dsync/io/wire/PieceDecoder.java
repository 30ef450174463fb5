package dev.dsync.io.wire;

import dev.dsync.core.hash.Digest;
import java.util.ArrayList;
import java.util.List;

/** Payloads as bulk messages about pieces of contents. */
final class PieceDecoder {
    /** Whatever its length, the end of a piece is a number. */
    private static final long OFFSET_MAX = Long.MAX_VALUE - Limits.PIECE_MAX;

    private PieceDecoder() {}

    static Message.PiecesSought sought(PayloadReader in) throws MalformedFrameException {
        boolean sought = in.flag("sought");
        Digest content = in.digest("content");
        var message = new Message.PiecesSought(content, sought ? in.path("path") : null);
        in.finish();
        return message;
    }

    static Message.PiecesHeld held(PayloadReader in) throws MalformedFrameException {
        Digest content = in.digest("content");
        boolean more = in.flag("more");
        int count = in.count(2, "spans");
        List<Want.Range> spans = new ArrayList<>(count);
        long at = 0;
        for (int i = 0; i < count; i++) {
            long between = in.number(Long.MAX_VALUE - at, "spans.offset");
            if (i > 0 && between == 0) {
                throw in.malformed("spans.offset", "part of the span before");
            }
            long offset = at + between;
            long length = in.number(Long.MAX_VALUE - offset, "spans.length");
            if (length == 0) {
                throw in.malformed("spans.length", "empty span");
            }
            spans.add(new Want.Range(offset, length, null));
            at = offset + length;
        }
        in.finish();
        return new Message.PiecesHeld(content, more, spans);
    }

    static Message.PieceRequest request(PayloadReader in) throws MalformedFrameException {
        Digest content = in.digest("content");
        long offset = in.number(OFFSET_MAX, "offset");
        int length = in.number(Limits.PIECE_MAX, "length");
        if (length == 0) {
            throw in.malformed("length", "empty piece");
        }
        in.finish();
        return new Message.PieceRequest(content, offset, length);
    }

    static Message.Piece piece(PayloadReader in) throws MalformedFrameException {
        Digest content = in.digest("content");
        long offset = in.number(OFFSET_MAX, "offset");
        var piece = new Message.Piece(content, offset, in.slice(Limits.PIECE_MAX, "bytes"));
        in.finish();
        return piece;
    }
}
