package dev.dsync.engine.session;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the parts of a path that somebody typed mean. */
final class TypedNames {
    private TypedNames() {}

    /** The directory a path that does not mean contents is named in. */
    static TypedPath parent(TypedPath path) throws IllegalNameException {
        byte[] bytes = path.bytes();
        int end = bytes.length - path.lastComponent().length;
        return end == 0 ? TypedPath.literal(".") : TypedPath.of(Arrays.copyOf(bytes, end));
    }

    /** A path without slashes behind its name. */
    static byte[] withoutSlashes(byte[] bytes) {
        int end = bytes.length;
        while (end > 1 && bytes[end - 1] == '/') {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    /** The directory in which what is kept of a path begins. */
    static byte[] start(byte[] bytes) {
        int cut = pivot(bytes);
        return cut >= 0 ? Arrays.copyOf(bytes, Math.max(cut, 1)) : base(bytes);
    }

    /** What is kept of a path under {@code -R}: all of it, or what stands behind {@code /./}. */
    static RelPath whole(byte[] bytes) throws IllegalNameException {
        int cut = pivot(bytes);
        byte[] rest = cut >= 0 ? Arrays.copyOfRange(bytes, cut + 3, bytes.length) : bytes;
        RelPath at = RelPath.ROOT;
        for (byte[] component : components(rest)) {
            at = at.child(Name.of(component));
        }
        return at;
    }

    /** Whether what is kept of a path begins with a dot and goes on behind it. */
    static boolean beginsWithDot(byte[] bytes) {
        int cut = pivot(bytes);
        int at = cut >= 0 ? cut + 3 : 0;
        boolean dot = at + 1 < bytes.length && bytes[at] == '.' && bytes[at + 1] == '/';
        for (int i = at + 1; dot && i < bytes.length; i++) {
            if (bytes[i] != '/') {
                return true;
            }
        }
        return false;
    }

    private static int pivot(byte[] bytes) {
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == '/' && bytes[i + 1] == '.' && bytes[i + 2] == '/') {
                return i;
            }
        }
        return -1;
    }

    private static byte[] base(byte[] bytes) {
        return new byte[] {(byte) (bytes.length > 0 && bytes[0] == '/' ? '/' : '.')};
    }

    /** Names of a path, but for {@code .} and empty ones. */
    private static List<byte[]> components(byte[] bytes) {
        List<byte[]> components = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                if (i > start && !(i == start + 1 && bytes[start] == '.')) {
                    components.add(Arrays.copyOfRange(bytes, start, i));
                }
                start = i + 1;
            }
        }
        return components;
    }
}
