package dev.dsync.io.fs;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Follows links below a root, step by step through the gate. One that is absolute, or goes up
 * further than the root, leads outside.
 */
final class LinkWalk {
    /** As in Linux. */
    private static final int LINKS_MAX = 40;

    /** So many, that links of links cost no more than one very long path. */
    private static final int STEPS_MAX = 4096;

    private final Root root;
    private final Deque<byte[]> steps = new ArrayDeque<>();

    LinkWalk(Root root) {
        this.root = root;
    }

    /**
     * Where a path leads, when no link is left in it.
     *
     * @throws FsException OUTSIDE if that is not below the root, NOT_FOUND if nothing is there,
     *     SYMLINK if there are too many links
     */
    RelPath to(RelPath path) throws IOException {
        push(path.bytes());
        RelPath at = RelPath.ROOT;
        int links = 0;
        int walked = 0;
        boolean directory = true;
        while (!steps.isEmpty()) {
            byte[] step = steps.pop();
            if (++walked > STEPS_MAX) {
                throw new FsException(Reason.NAME_TOO_LONG);
            }
            if (!directory) {
                throw new FsException(Reason.NOT_DIRECTORY);
            }
            if (isUp(step)) {
                if (at.isRoot()) {
                    throw new FsException(Reason.OUTSIDE);
                }
                at = at.parent();
                continue;
            }
            Name name = name(step);
            try (Directory parent = root.open(at)) {
                Kind kind = parent.stat(name).kind();
                directory = kind == Kind.DIRECTORY;
                if (kind != Kind.SYMLINK) {
                    at = at.child(name);
                    continue;
                }
                if (++links > LINKS_MAX) {
                    throw new FsException(Reason.SYMLINK, "Too many levels of symbolic links");
                }
                byte[] target = parent.readLink(name).bytes();
                if (target[0] == '/') {
                    throw new FsException(Reason.OUTSIDE);
                }
                push(target);
                directory = true;
            } catch (IllegalNameException e) {
                throw FsException.of(e);
            }
        }
        return at;
    }

    private static boolean isUp(byte[] step) {
        return step.length == 2 && step[0] == '.' && step[1] == '.';
    }

    private static Name name(byte[] step) throws FsException {
        try {
            return Name.of(step);
        } catch (IllegalNameException e) {
            throw FsException.of(e);
        }
    }

    /** Puts the steps of a path before all others. */
    private void push(byte[] path) {
        int end = path.length;
        for (int i = path.length - 1; i >= -1; i--) {
            if (i >= 0 && path[i] != '/') {
                continue;
            }
            boolean here = end - i == 2 && path[i + 1] == '.';
            if (end > i + 1 && !here) {
                steps.push(Arrays.copyOfRange(path, i + 1, end));
            }
            end = i;
        }
    }
}
