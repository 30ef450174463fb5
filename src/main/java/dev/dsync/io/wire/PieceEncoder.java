package dev.dsync.io.wire;

import dev.dsync.core.tree.RelPath;

/** Bulk messages about pieces of contents as payloads. */
final class PieceEncoder {
    private PieceEncoder() {}

    static void encode(Message.PiecesSought message, PayloadWriter out) {
        RelPath path = message.path();
        out.octet(path == null ? 0 : 1);
        out.digest(message.content());
        if (path != null) {
            out.path(path);
        }
    }

    static void encode(Message.PiecesHeld message, PayloadWriter out) {
        out.digest(message.content());
        out.octet(message.more() ? 1 : 0);
        out.count(message.spans().size());
        long at = 0;
        for (Want.Range span : message.spans()) {
            out.number(span.offset() - at);
            out.number(span.length());
            at = span.offset() + span.length();
        }
    }

    static void encode(Message.PieceRequest message, PayloadWriter out) {
        out.digest(message.content());
        out.number(message.offset());
        out.number(message.length());
    }

    static void encode(Message.Piece message, PayloadWriter out) {
        out.digest(message.content());
        out.number(message.offset());
        out.run(message.bytes());
    }
}
