package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import java.io.IOException;
import java.util.Arrays;

/**
 * The wish for a page and, if it is a parent, for those of its children that the asker does not
 * hold: two levels in one flight. It names, by four bytes each, the records the asker has where the
 * page and its children lie.
 */
public final class PageRequest {
    /** The most bytes a request takes. */
    public static final int BYTES_MAX =
            Digest.BYTES + 1 + 2 * (3 + Integer.BYTES * PageRange.RECORDS_MAX);

    private final Digest name;
    private final int level;
    private final int[] own;
    private final int[] below;

    PageRequest(Digest name, int level, int[] own, int[] below) {
        this.name = name;
        this.level = level;
        this.own = own;
        this.below = below;
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
        return Digest.BYTES + 3 * Varint.BYTES_MAX + Integer.BYTES * (own.length + below.length);
    }

    /** The request as it travels. */
    public byte[] encode() {
        byte[] bytes = new byte[bytes()];
        name.write(bytes, 0);
        int at = Varint.write(bytes, Digest.BYTES, level);
        at = write(bytes, at, own);
        at = write(bytes, at, below);
        return Arrays.copyOf(bytes, at);
    }

    private static int write(byte[] bytes, int offset, int[] sketches) {
        int at = Varint.write(bytes, offset, sketches.length);
        for (int sketch : sketches) {
            for (int shift = 24; shift >= 0; shift -= 8) {
                bytes[at++] = (byte) (sketch >>> shift);
            }
        }
        return at;
    }

    /** A request as it came from a peer. */
    public static PageRequest decode(byte[] bytes) throws MalformedPageException {
        RecordReader in = new RecordReader(bytes, 0, bytes.length);
        Digest name = in.digest();
        int level = (int) in.varint(PageRoot.LEVEL_MAX, "level");
        int[] own = read(in);
        int[] below = read(in);
        in.finish();
        return new PageRequest(name, level, own, below);
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

    private static int[] read(RecordReader in) throws MalformedPageException {
        int count = (int) in.varint(PageRange.RECORDS_MAX, "sketches");
        if (count * Integer.BYTES > in.left()) {
            throw in.malformed("sketches beyond the end");
        }
        int[] sketches = new int[count];
        for (int i = 0; i < count; i++) {
            for (int b = 0; b < Integer.BYTES; b++) {
                sketches[i] = sketches[i] << 8 | in.octet();
            }
        }
        return sketches;
    }
}
