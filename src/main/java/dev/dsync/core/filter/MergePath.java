package dev.dsync.core.filter;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.RelPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The path of a merge file as a rule spells it: relative or absolute, {@code .} and {@code ..}
 * allowed.
 */
final class MergePath {
    private final boolean absolute;
    private final List<byte[]> parts;

    private MergePath(boolean absolute, List<byte[]> parts) {
        this.absolute = absolute;
        this.parts = parts;
    }

    static MergePath of(byte[] path) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                parts.add(Arrays.copyOfRange(path, start, i));
                start = i + 1;
            }
        }
        return new MergePath(path.length > 0 && path[0] == '/', parts);
    }

    boolean isAbsolute() {
        return absolute;
    }

    /** Whether it is one name without any slash. */
    boolean isBare() {
        return parts.size() == 1;
    }

    /**
     * The components of the path as seen from the first {@code depth} of these; empty if it leaves
     * {@code /}.
     */
    Optional<List<byte[]>> resolve(byte[][] components, int depth) {
        List<byte[]> resolved = new ArrayList<>();
        if (!absolute) {
            resolved.addAll(Arrays.asList(components).subList(0, depth));
        }
        for (byte[] part : parts) {
            if (part.length == 2 && part[0] == '.' && part[1] == '.') {
                if (resolved.isEmpty()) {
                    return Optional.empty();
                }
                resolved.removeLast();
            } else if (part.length > 1 || (part.length == 1 && part[0] != '.')) {
                resolved.add(part);
            }
        }
        return Optional.of(resolved);
    }

    /** The path made of the components after the first {@code skipped}; empty if they make none. */
    static Optional<RelPath> below(List<byte[]> components, int skipped) {
        int length = 0;
        for (byte[] part : components.subList(skipped, components.size())) {
            length += part.length + 1;
        }
        byte[] joined = new byte[Math.max(length - 1, 0)];
        int at = 0;
        for (byte[] part : components.subList(skipped, components.size())) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
            if (at < joined.length) {
                joined[at++] = '/';
            }
        }
        try {
            return Optional.of(RelPath.of(joined));
        } catch (IllegalNameException e) {
            return Optional.empty(); // no file can have that path
        }
    }
}
