package dev.dsync.app.cli;

import dev.dsync.core.reconcile.ConflictName;
import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A conflict copy and what it is a copy of, beside each other in one directory. */
final class Conflict implements AutoCloseable {
    /** As many conflicts nobody keeps of one file. */
    private static final int NUMBER_MAX = 10_000;

    private final Root root;
    private final Directory directory;
    private final Name copy;
    private final Name original;

    /** Which of the two is to be at the name. */
    enum Side {
        LOCAL,
        REMOTE,
        NEWER,
        BOTH
    }

    private Conflict(Root root, Directory directory, Name copy, Name original) {
        this.root = root;
        this.directory = directory;
        this.copy = copy;
        this.original = original;
    }

    /** The conflict at this path, which is that of the copy, or of what has just one copy. */
    static Conflict open(FileSystem system, byte[] path) throws IOException {
        int slash = path.length - 1;
        while (slash >= 0 && path[slash] != '/') {
            slash--;
        }
        byte[] above = slash < 0 ? new byte[] {'.'} : Arrays.copyOf(path, Math.max(1, slash));
        Name name;
        try {
            name = Name.of(Arrays.copyOfRange(path, slash + 1, path.length));
        } catch (IllegalNameException e) {
            throw told(path, 0, new IOException(e));
        }
        Root root = system.openRoot(above);
        try {
            Directory directory = root.open(RelPath.ROOT);
            try {
                Name copy = copy(directory, name, path);
                Name original = ConflictName.original(copy).orElseThrow();
                directory.stat(copy); // it must be there
                return new Conflict(root, directory, copy, original);
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            root.close();
            throw e;
        }
    }

    /** The conflict of the copy at this path beneath a root, through no link. */
    static Conflict beneath(FileSystem system, byte[] location, RelPath copy) throws IOException {
        Name original =
                ConflictName.original(copy.name())
                        .orElseThrow(() -> new FsException(Reason.NOT_FOUND));
        Root root = system.openRoot(location);
        try {
            return new Conflict(root, root.open(copy.parent()), copy.name(), original);
        } catch (IOException | RuntimeException e) {
            root.close();
            throw e;
        }
    }

    private static Name copy(Directory directory, Name name, byte[] path) throws IOException {
        if (ConflictName.original(name).isPresent()) {
            return name;
        }
        List<Name> copies = new ArrayList<>();
        for (Name other : directory.names()) {
            if (ConflictName.original(other).filter(name::equals).isPresent()) {
                copies.add(other);
            }
        }
        if (copies.size() == 1) {
            return copies.getFirst();
        }
        throw told(path, copies.size(), new IOException(copies.size() + " copies"));
    }

    private static ToldException told(byte[] path, int copies, IOException cause) {
        return new ToldException(WatchMessages.notAConflict(Escape.path(path), copies), cause);
    }

    /** Settles it. */
    void resolve(Side side) throws IOException {
        switch (side) {
            case LOCAL -> takeLocal();
            case REMOTE -> takeCopy();
            case NEWER -> {
                Optional<Timestamp> there = modified(original);
                boolean copyIsNewer =
                        there.isEmpty() || modified(copy).orElseThrow().compareTo(there.get()) > 0;
                if (copyIsNewer) {
                    takeCopy();
                } else {
                    takeLocal();
                }
            }
            case BOTH -> keepBoth();
        }
        directory.sync();
    }

    /** The copy is all there is, unless something is at the name. */
    private void takeLocal() throws IOException {
        directory.stat(original);
        directory.unlink(copy);
    }

    private void takeCopy() throws IOException {
        directory.rename(copy, directory, original, RenameMode.REPLACE);
    }

    private Optional<Timestamp> modified(Name name) throws IOException {
        try {
            return Optional.of(directory.stat(name).modified());
        } catch (FsException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void keepBoth() throws IOException {
        for (int number = 2; number < NUMBER_MAX; number++) {
            try {
                directory.rename(copy, directory, numbered(number), RenameMode.NO_REPLACE);
                return;
            } catch (FsException e) {
                if (e.reason() != Reason.EXISTS) {
                    throw e;
                }
            }
        }
        throw new FsException(Reason.EXISTS);
    }

    /** As {@code report-2.txt}. */
    private Name numbered(int number) {
        String text = new String(original.bytes(), StandardCharsets.ISO_8859_1);
        int dot = text.lastIndexOf('.');
        int end = dot > 0 ? dot : text.length();
        String mark = "-" + number;
        String rest = text.substring(end);
        int room = Math.max(1, Name.BYTES_MAX - mark.length() - rest.length());
        String stem = text.substring(0, Math.min(end, room));
        try {
            return Name.of((stem + mark + rest).getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalNameException e) {
            throw new IllegalStateException("a name and a number that fits are a name", e);
        }
    }

    @Override
    public void close() throws IOException {
        directory.close();
        root.close();
    }
}
