package dev.dsync.app.web;

import dev.dsync.app.web.SharedFiles.Place;
import dev.dsync.core.filter.ReservedNames;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The way from a shared directory to where a visitor's path leads. The gate follows no link; the
 * ones met on the way are read, and followed as long as they lead to something beneath the same
 * directory.
 */
final class Walk {
    private static final int LINKS_MAX = 40;

    private Walk() {}

    /** One step of a way through directories. */
    private sealed interface Step {
        /** To a name. */
        record Down(Name name) implements Step {}

        /** To the directory above. */
        record Up() implements Step {}
    }

    /** Goes it, name by name. */
    static Place to(Root root, List<Name> path) throws IOException {
        Deque<Step> ahead = new ArrayDeque<>();
        path.forEach(name -> ahead.addLast(new Step.Down(name)));
        RelPath at = RelPath.ROOT;
        int links = 0;
        while (!ahead.isEmpty()) {
            if (!(ahead.removeFirst() instanceof Step.Down(Name name))) {
                if (at.isRoot()) {
                    throw new FsException(Reason.OUTSIDE);
                }
                at = at.parent();
                continue;
            }
            if (ReservedNames.covers(name)) {
                throw new FsException(Reason.NOT_FOUND);
            }
            try (Directory folder = root.open(at)) {
                Stat stat = folder.stat(name);
                switch (stat.kind()) {
                    case DIRECTORY -> at = child(at, name);
                    case SYMLINK -> {
                        if (++links > LINKS_MAX) {
                            throw new FsException(Reason.SYMLINK);
                        }
                        steps(folder.readLink(name)).reversed().forEach(ahead::addFirst);
                    }
                    case FILE -> {
                        if (!ahead.isEmpty()) {
                            throw new FsException(Reason.NOT_DIRECTORY);
                        }
                        return new Place.Leaf(root, at, name, stat);
                    }
                    case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
                            throw new FsException(Reason.UNSUPPORTED);
                }
            }
        }
        return new Place.Folder(root, at);
    }

    private static RelPath child(RelPath path, Name name) throws FsException {
        try {
            return path.child(name);
        } catch (IllegalNameException e) {
            throw FsException.of(e);
        }
    }

    /** The way a link goes from where it stands. */
    private static List<Step> steps(LinkTarget target) throws FsException {
        byte[] bytes = target.bytes();
        if (bytes[0] == '/') {
            throw new FsException(Reason.OUTSIDE);
        }
        List<Step> steps = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i < bytes.length && bytes[i] != '/') {
                continue;
            }
            int length = i - start;
            if (length == 2 && bytes[start] == '.' && bytes[start + 1] == '.') {
                steps.add(new Step.Up());
            } else if (length > 1 || (length == 1 && bytes[start] != '.')) {
                steps.add(new Step.Down(name(Arrays.copyOfRange(bytes, start, i))));
            }
            start = i + 1;
        }
        return steps;
    }

    private static Name name(byte[] bytes) throws FsException {
        try {
            return Name.of(bytes);
        } catch (IllegalNameException e) {
            throw FsException.of(e);
        }
    }
}
