package dev.dsync.engine.session;

import dev.dsync.core.filter.MergeFiles;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.scan.Choice;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The directories above a root, as far as its file system shows them; of a share, those beneath its
 * top.
 */
final class Ancestry {
    private final FileSystem system;
    private final boolean absolute;
    private final RelPath fromSlash;

    private Ancestry(FileSystem system, boolean absolute, RelPath fromSlash) {
        this.system = system;
        this.absolute = absolute;
        this.fromSlash = fromSlash;
    }

    /** What is above the root that was opened by that path. */
    static Ancestry of(FileSystem system, byte[] path) throws IOException {
        byte[] real = system.realPath(path.length == 0 ? new byte[] {'.'} : path);
        boolean absolute = real.length > 0 && real[0] == '/';
        try {
            RelPath fromSlash =
                    RelPath.of(absolute ? Arrays.copyOfRange(real, 1, real.length) : real);
            return new Ancestry(system, absolute, fromSlash);
        } catch (IllegalNameException e) {
            throw new IOException(e);
        }
    }

    /** The root's own path from where its file system begins. */
    RelPath fromSlash() {
        return fromSlash;
    }

    /** Files of rules within the root, and those above it. */
    MergeFiles beside(MergeFiles within) {
        return new MergeFiles() {
            @Override
            public Optional<byte[]> read(RelPath directory, Name name) throws IOException {
                return within.read(directory, name);
            }

            @Override
            public Optional<byte[]> readAbove(int levels, Name name) throws IOException {
                return above(levels, name);
            }
        };
    }

    /** Links are followed here, as in every path that leads to a root. */
    private Optional<byte[]> above(int levels, Name name) throws IOException {
        RelPath directory = fromSlash;
        for (int i = 0; i < levels; i++) {
            directory = directory.parent();
        }
        TypedPath real;
        Name last;
        Root parent;
        try {
            real = TypedPath.of(system.realPath(absolute(directory.child(name))));
            last = Name.of(real.lastComponent());
            parent = system.openRoot(TargetPlace.parent(real.bytes()));
        } catch (FsException e) {
            if (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.ACCESS_DENIED) {
                return Optional.empty(); // what others keep closed says nothing of what is here
            }
            throw e;
        } catch (IllegalNameException e) {
            return Optional.empty(); // no file can have that path
        }
        try (parent) {
            return Choice.rulesIn(parent).read(RelPath.ROOT, last);
        }
    }

    private byte[] absolute(RelPath path) {
        byte[] bytes = path.bytes();
        if (!absolute) {
            return bytes;
        }
        byte[] from = new byte[bytes.length + 1];
        from[0] = '/';
        System.arraycopy(bytes, 0, from, 1, bytes.length);
        return from;
    }
}
