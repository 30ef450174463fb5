package dev.dsync.app.cli;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.TypedPath;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A list of paths below a source, as {@code --files-from} reads it: one a line, or each up to a
 * NUL. Lines that are empty or begin with {@code #} or {@code ;} are none. What leads above the
 * source, a slash at the beginning included, begins at the source.
 */
final class FilesFrom {
    private final List<byte[]> lines;

    private FilesFrom(List<byte[]> lines) {
        this.lines = lines;
    }

    /** The list that stands in the bytes of a file. */
    static FilesFrom of(byte[] content, boolean nulSeparated) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= content.length; i++) {
            if (i < content.length && !ends(content[i], nulSeparated)) {
                continue;
            }
            if (i > start && content[start] != '#' && content[start] != ';') {
                lines.add(Arrays.copyOfRange(content, start, i));
            }
            start = i + 1;
        }
        return new FilesFrom(lines);
    }

    private static boolean ends(byte b, boolean nulSeparated) {
        return nulSeparated ? b == 0 : b == '\n' || b == '\r';
    }

    /**
     * The paths below a source.
     *
     * @param relative each keeps what of it stands behind its first {@code /./}, or all that is
     *     below the source
     * @throws IllegalNameException if one is too long or holds a NUL
     */
    List<TypedPath> below(TypedPath source, boolean relative) throws IllegalNameException {
        byte[] base = plain(source);
        List<TypedPath> paths = new ArrayList<>();
        for (byte[] line : lines) {
            paths.add(path(base, line, relative));
        }
        return paths;
    }

    /** A path without slashes at its end and without dots among its names. */
    private static byte[] plain(TypedPath source) {
        boolean absolute = source.bytes().length > 0 && source.bytes()[0] == '/';
        List<byte[]> names =
                components(source.bytes()).stream().filter(name -> !isDots(name, 1)).toList();
        if (names.isEmpty()) {
            return absolute ? new byte[0] : new byte[] {'.'};
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (byte[] name : names) {
            if (absolute || plain.size() > 0) {
                plain.write('/');
            }
            plain.writeBytes(name);
        }
        return plain.toByteArray();
    }

    private static TypedPath path(byte[] base, byte[] line, boolean relative)
            throws IllegalNameException {
        List<byte[]> names = new ArrayList<>();
        List<byte[]> components = components(line);
        boolean contents = line[line.length - 1] == '/';
        int pivot = 0;
        for (int i = 0; i < components.size(); i++) {
            byte[] name = components.get(i);
            boolean last = i == components.size() - 1;
            if (isDots(name, 2)) {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            } else if (!isDots(name, 1)) {
                names.add(name);
            } else if (pivot == 0 && (!last || contents)) {
                pivot = names.size();
            }
            contents |= last && (isDots(name, 1) || isDots(name, 2));
        }
        pivot = Math.min(pivot, names.size());
        boolean begins = pivot == 0 && !names.isEmpty() && isDots(components.getFirst(), 1);
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        path.writeBytes(base);
        for (byte[] name : names.subList(0, pivot)) {
            path.write('/');
            path.writeBytes(name);
        }
        if (relative) {
            path.writeBytes(begins ? new byte[] {'/', '.', '/', '.'} : new byte[] {'/', '.'});
        }
        for (byte[] name : names.subList(pivot, names.size())) {
            path.write('/');
            path.writeBytes(name);
        }
        if (contents || names.size() == pivot) {
            path.write('/');
        }
        return TypedPath.of(path.toByteArray());
    }

    private static List<byte[]> components(byte[] path) {
        List<byte[]> components = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                if (i > start) {
                    components.add(Arrays.copyOfRange(path, start, i));
                }
                start = i + 1;
            }
        }
        return components;
    }

    private static boolean isDots(byte[] name, int count) {
        return name.length == count && name[0] == '.' && name[count - 1] == '.';
    }
}
