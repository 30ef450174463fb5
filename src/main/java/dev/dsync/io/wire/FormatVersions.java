package dev.dsync.io.wire;

/** The versions of what dsync puts on the wire. */
public final class FormatVersions {
    /** The lowest protocol version spoken. */
    public static final int PROTOCOL_MIN = 1;

    /** The highest protocol version spoken. */
    public static final int PROTOCOL_MAX = 1;

    private FormatVersions() {}

    /** The version two ends speak, the highest both know; 0 if there is none. */
    public static int agreed(Message.Hello theirs) {
        int version = Math.min(PROTOCOL_MAX, theirs.versionMax());
        return version >= Math.max(PROTOCOL_MIN, theirs.versionMin()) ? version : 0;
    }
}
