package dev.dsync.io.wire;

/** What no peer may exceed; checked before anything is allocated. */
public final class Limits {
    /** Bytes of the length and the type before each payload. */
    public static final int HEADER_BYTES = 5;

    /** Bytes of a payload, as it travels and when decompressed. */
    public static final int PAYLOAD_MAX = 4 << 20;

    /** Bytes of the payload of the control messages that hold lists: rules, paths, names of ids. */
    public static final int CONTROL_PAYLOAD_MAX = 2 << 20;

    /**
     * Bytes of the payload of a message that is always small, and of any before Hello was accepted.
     */
    public static final int SMALL_PAYLOAD_MAX = 4 << 10;

    /**
     * Parts of one message: page requests, answers, pages, wishes, segments, items, paths, rules,
     * problems, names.
     */
    public static final int PARTS_MAX = 65_536;

    /** Bytes of a page. */
    public static final int PAGE_MAX = 64 << 10;

    /** Bytes of a piece of a file that several peers have. */
    public static final int PIECE_MAX = 2 << 20;

    /** Bytes of all filter rules of a request. */
    public static final int RULES_MAX = 1 << 20;

    /** Bytes of all ignore files of a source, and of their paths. */
    public static final int IGNORE_FILES_MAX = 512 << 10;

    /** Bytes of the name of a share, a user or a group. */
    public static final int LABEL_MAX = 255;

    /** Bytes of text for people; what is longer is cut by the sender. */
    public static final int TEXT_MAX = 2048;

    /** The most directories a path can lack. */
    public static final int MISSING_MAX = 4096;

    /** The highest zstd level a peer may ask for. */
    public static final int COMPRESSION_LEVEL_MAX = 22;

    private Limits() {}
}
