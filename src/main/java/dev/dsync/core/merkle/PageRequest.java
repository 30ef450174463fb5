package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import java.io.IOException;
import java.util.Arrays;

/**
 * The wish for a page and, if it is a parent, for those of its children that the asker does not
 * hold: two levels in one flight. It names, by three or four bytes each, the records the asker has
 * where the page and its children lie.
 */
public final class PageRequest {
    /** The most bytes a request takes. */
    public static final int BYTES_MAX =
            Digest.BYTES + 1 + 2 * (3 + Integer.BYTES * PageRange.RECORDS_MAX);

    /** With more records than that, sketches of three bytes would be wrong too often. */
    static final int SHORT_SKETCHES = 256;

    private static final int SHORT_BYTES = 3;
    private static final int LEVEL_BITS = 4;

    private final Digest name;
    private final int level;
    private final int sketchBytes;
    private final int[] own;
    private final int[] below;

    private PageRequest(Digest name, int level, int sketchBytes, int[] own, int[] below) {
        this.name = name;
        this.level = level;
        this.sketchBytes = sketchBytes;
        this.own = own;
        this.below = below;
    }

    /** The wish of one who has these records, told by their whole sketches. */
    static PageRequest of(Digest name, int level, int[] own, int[] below) {
        boolean few = own.length <= SHORT_SKETCHES && below.length <= SHORT_SKETCHES;
        int bytes = few ? SHORT_BYTES : Integer.BYTES;
        return new PageRequest(name, level, bytes, cut(own, bytes), cut(below, bytes));
    }

    private static int[] cut(int[] sketches, int bytes) {
        return Arrays.stream(sketches).map(one -> cut(one, bytes)).toArray();
    }

    private static int cut(int sketch, int bytes) {
        return sketch & (-1 >>> (Integer.SIZE - Byte.SIZE * bytes));
    }

    /** A record's sketch as it would be told here. */
    int sketch(HeldRecord record) {
        return cut(record.sketch(), sketchBytes);
    }

    /** The page asked for. */
    public Digest name() {
        return name;
    }

    /** Its level. */
    public int level() {
        return level;
    }

    /** Sketches of what may be records of the page. */
    int[] own() {
        return own;
    }

    /** Sketches of what may be records of its children. */
    int[] below() {
        return below;
    }

    /** The most bytes it takes as it travels. */
    public int bytes() {
        return Digest.BYTES + 1 + 2 * Varint.BYTES_MAX + sketchBytes * (own.length + below.length);
    }

    /** The request as it travels. */
    public byte[] encode() {
        byte[] bytes = new byte[bytes()];
        name.write(bytes, 0);
        bytes[Digest.BYTES] = (byte) (level | (sketchBytes << LEVEL_BITS));
        int at = Digest.BYTES + 1;
        at = write(bytes, at, own);
        at = write(bytes, at, below);
        return Arrays.copyOf(bytes, at);
    }

    private int write(byte[] bytes, int offset, int[] sketches) {
        int at = Varint.write(bytes, offset, sketches.length);
        for (int sketch : sketches) {
            for (int shift = Byte.SIZE * (sketchBytes - 1); shift >= 0; shift -= 8) {
                bytes[at++] = (byte) (sketch >>> shift);
            }
        }
        return at;
    }

    /** A request as it came from a peer. */
    public static PageRequest decode(byte[] bytes) throws MalformedPageException {
        RecordReader in = new RecordReader(bytes, 0, bytes.length);
        Digest name = in.digest();
        int shape = in.octet();
        int level = shape & ((1 << LEVEL_BITS) - 1);
        int sketchBytes = shape >>> LEVEL_BITS;
        if (level > PageRoot.LEVEL_MAX
                || sketchBytes < SHORT_BYTES
                || sketchBytes > Integer.BYTES) {
            throw in.malformed("level " + level + ", sketches of " + sketchBytes + " bytes");
        }
        int[] own = read(in, sketchBytes);
        int[] below = read(in, sketchBytes);
        in.finish();
        return new PageRequest(name, level, sketchBytes, own, below);
    }

    /**
     * The answer from the pages held. The caller sees to it that the peer may have the page.
     *
     * @param bytesMax children are left out, to be asked for by themselves, once the answer is this
     *     long
     * @throws IOException also if the page is not held
     */
    public byte[] answer(PageKind kind, PageStore store, int bytesMax) throws IOException {
        return PageAnswer.encode(kind, store, this, bytesMax);
    }

    private static int[] read(RecordReader in, int sketchBytes) throws MalformedPageException {
        int count = (int) in.varint(PageRange.RECORDS_MAX, "sketches");
        if (count * sketchBytes > in.left()) {
            throw in.malformed("sketches beyond the end");
        }
        int[] sketches = new int[count];
        for (int i = 0; i < count; i++) {
            for (int b = 0; b < sketchBytes; b++) {
                sketches[i] = sketches[i] << 8 | in.octet();
            }
        }
        return sketches;
    }
}
