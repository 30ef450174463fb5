package dev.dsync.core.filter;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;

/**
 * The names that are dsync's own, {@code .dsync} and {@code .dsync-*}: in no listing, and never
 * deleted as extraneous.
 *
 * <p>They are compared as the most forgiving file system would: without regard to case, to the long
 * s, which folds to {@code s}, and to characters without a width, which such file systems ignore.
 * Otherwise a peer's file could land on a reserved name there.
 */
public final class ReservedNames {
    static final Verdict VERDICT =
            new Verdict(false, "reserved name", new Origin.Argument("built in"));

    private static final byte[] STEM = {'.', 'd', 's', 'y', 'n', 'c'};

    private ReservedNames() {}

    /** Whether dsync itself keeps something under this name, which is nobody's loss. */
    public static boolean isOwn(Name name) {
        return name.equals(Name.literal(".dsync"));
    }

    /** Whether the name is reserved. */
    public static boolean covers(Name name) {
        byte[] bytes = name.bytes();
        return covers(bytes, 0, bytes.length);
    }

    /** Whether a path has a reserved name in it. */
    public static boolean coversAnyOf(RelPath path) {
        byte[] bytes = path.bytes();
        int from = 0;
        for (int at = 0; at <= bytes.length; at++) {
            if (at == bytes.length || bytes[at] == '/') {
                if (covers(bytes, from, at - from)) {
                    return true;
                }
                from = at + 1;
            }
        }
        return false;
    }

    /** Whether the name in these {@code length} bytes from {@code offset} is reserved. */
    public static boolean covers(byte[] bytes, int offset, int length) {
        // Nearly every name is told apart by its first byte.
        if (length < STEM.length || (bytes[offset] != '.' && bytes[offset] >= 0)) {
            return false;
        }
        int end = offset + length;
        int at = offset;
        int matched = 0;
        while (at < end) {
            int ignored = ignoredAt(bytes, at, end);
            if (ignored > 0) {
                at += ignored;
            } else if (matched == STEM.length) {
                return bytes[at] == '-';
            } else if (STEM[matched] == 's' && isLongS(bytes, at, end)) {
                matched++;
                at += 2;
            } else if (lower(bytes[at]) == STEM[matched]) {
                matched++;
                at++;
            } else {
                return false;
            }
        }
        return matched == STEM.length;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    private static boolean isLongS(byte[] bytes, int at, int end) {
        return at + 1 < end && bytes[at] == (byte) 0xC5 && bytes[at + 1] == (byte) 0xBF;
    }

    /** Bytes of the default-ignorable character that stands here in UTF-8; 0 if none does. */
    private static int ignoredAt(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first < 0xC2) {
            return 0;
        }
        int width = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (at + width > end) {
            return 0;
        }
        int point = first & (0x7f >> width);
        for (int i = 1; i < width; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
            point = (point << 6) | (bytes[at + i] & 0x3f);
        }
        return isDefaultIgnorable(point) ? width : 0;
    }

    /** The property Default_Ignorable_Code_Point of Unicode, which the JDK does not offer. */
    private static boolean isDefaultIgnorable(int point) {
        return point == 0xAD
                || point == 0x34F
                || point == 0x61C
                || point == 0x3164
                || point == 0xFEFF
                || point == 0xFFA0
                || in(point, 0x115F, 0x1160)
                || in(point, 0x17B4, 0x17B5)
                || in(point, 0x180B, 0x180F)
                || in(point, 0x200B, 0x200F)
                || in(point, 0x202A, 0x202E)
                || in(point, 0x2060, 0x206F)
                || in(point, 0xFE00, 0xFE0F)
                || in(point, 0xFFF0, 0xFFF8)
                || in(point, 0x1BCA0, 0x1BCA3)
                || in(point, 0x1D173, 0x1D17A)
                || in(point, 0xE0000, 0xE0FFF);
    }

    private static boolean in(int point, int first, int last) {
        return point >= first && point <= last;
    }
}
