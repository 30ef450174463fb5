package dev.dsync.io.wire;

import org.jspecify.annotations.Nullable;

/** What the payload of a frame is; the number stands in its header. */
enum FrameType {
    HELLO(1, "Hello", Limits.SMALL_PAYLOAD_MAX),
    REQUEST(2, "Request", Limits.CONTROL_PAYLOAD_MAX),
    ACCEPT(3, "Accept", Limits.CONTROL_PAYLOAD_MAX),
    REFUSE(4, "Refuse", Limits.SMALL_PAYLOAD_MAX),
    LISTING_ROOT(5, "ListingRoot", Limits.CONTROL_PAYLOAD_MAX),
    PAGE_REQUESTS(6, "PageRequests", Limits.PAYLOAD_MAX),
    STREAM_REQUEST(7, "StreamRequest", Limits.SMALL_PAYLOAD_MAX),
    PAGE_ANSWERS(8, "PageAnswers", Limits.PAYLOAD_MAX),
    PAGES(9, "Pages", Limits.PAYLOAD_MAX),
    PLANNED(10, "Planned", Limits.SMALL_PAYLOAD_MAX),
    FETCH(11, "Fetch", Limits.PAYLOAD_MAX),
    DATA(12, "Data", Limits.PAYLOAD_MAX),
    CREDIT(13, "Credit", Limits.SMALL_PAYLOAD_MAX),
    REPORT(14, "Report", Limits.PAYLOAD_MAX),
    FINISHED(15, "Finished", Limits.SMALL_PAYLOAD_MAX),
    PING(16, "Ping", Limits.SMALL_PAYLOAD_MAX),
    PONG(17, "Pong", Limits.SMALL_PAYLOAD_MAX),
    MANIFEST_REQUEST(18, "ManifestRequest", Limits.PAYLOAD_MAX),
    MANIFESTS(19, "Manifests", Limits.PAYLOAD_MAX),
    CHANGES_REQUEST(20, "ChangesRequest", Limits.SMALL_PAYLOAD_MAX),
    CHANGES(21, "Changes", Limits.PAYLOAD_MAX),
    LISTING_REQUEST(22, "ListingRequest", Limits.SMALL_PAYLOAD_MAX),
    KNOWLEDGE(23, "Knowledge", Limits.CONTROL_PAYLOAD_MAX),
    PIECES_SOUGHT(24, "PiecesSought", Limits.CONTROL_PAYLOAD_MAX),
    PIECES_HELD(25, "PiecesHeld", Limits.PAYLOAD_MAX),
    PIECE_REQUEST(26, "PieceRequest", Limits.SMALL_PAYLOAD_MAX),
    PIECE(27, "Piece", Limits.PAYLOAD_MAX);

    /** The bit of the type byte that says that the payload is compressed. */
    static final int COMPRESSED = 0x80;

    private final int id;
    private final String message;
    private final int payloadMax;

    FrameType(int id, String message, int payloadMax) {
        this.id = id;
        this.message = message;
        this.payloadMax = payloadMax;
    }

    /** The number in the header. */
    int id() {
        return id;
    }

    /** The name of the message. */
    String message() {
        return message;
    }

    /** The most bytes of payload, as it travels and when decompressed. */
    int payloadMax() {
        return payloadMax;
    }

    /** Whether a peer nobody knows yet may send it; such frames are never compressed. */
    boolean beforeAcceptance() {
        return this == HELLO || this == REFUSE;
    }

    /** Whether the payload is written by hand; all others are protobuf. */
    boolean isBulk() {
        return switch (this) {
            case PAGE_REQUESTS, PAGE_ANSWERS, PAGES, FETCH, DATA, REPORT -> true;
            case MANIFEST_REQUEST, MANIFESTS, CHANGES_REQUEST, CHANGES -> true;
            case PIECES_SOUGHT, PIECES_HELD, PIECE_REQUEST, PIECE -> true;
            case HELLO, REQUEST, ACCEPT, REFUSE, LISTING_ROOT, LISTING_REQUEST, STREAM_REQUEST ->
                    false;
            case KNOWLEDGE, PLANNED, CREDIT, FINISHED, PING, PONG -> false;
        };
    }

    static @Nullable FrameType of(int id) {
        for (FrameType type : values()) {
            if (type.id == id) {
                return type;
            }
        }
        return null;
    }

    static FrameType of(Message message) {
        return switch (message) {
            case Message.Hello _ -> HELLO;
            case Message.Request _ -> REQUEST;
            case Message.Accept _ -> ACCEPT;
            case Message.Refuse _ -> REFUSE;
            case Message.ListingRoot _ -> LISTING_ROOT;
            case Message.ListingRequest _ -> LISTING_REQUEST;
            case Message.Knowledge _ -> KNOWLEDGE;
            case Message.PageRequests _ -> PAGE_REQUESTS;
            case Message.StreamRequest _ -> STREAM_REQUEST;
            case Message.PageAnswers _ -> PAGE_ANSWERS;
            case Message.Pages _ -> PAGES;
            case Message.ChangesRequest _ -> CHANGES_REQUEST;
            case Message.Changes _ -> CHANGES;
            case Message.Planned _ -> PLANNED;
            case Message.ManifestRequest _ -> MANIFEST_REQUEST;
            case Message.Manifests _ -> MANIFESTS;
            case Message.Fetch _ -> FETCH;
            case Message.Data _ -> DATA;
            case Message.PiecesSought _ -> PIECES_SOUGHT;
            case Message.PiecesHeld _ -> PIECES_HELD;
            case Message.PieceRequest _ -> PIECE_REQUEST;
            case Message.Piece _ -> PIECE;
            case Message.Credit _ -> CREDIT;
            case Message.Report _ -> REPORT;
            case Message.Finished _ -> FINISHED;
            case Message.Ping _ -> PING;
            case Message.Pong _ -> PONG;
        };
    }
}
