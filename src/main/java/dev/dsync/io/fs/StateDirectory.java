package dev.dsync.io.fs;

import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A directory of dsync's own: small files that belong to the user dsync runs as and that nobody
 * else may read, each of them there whole and durable or not at all.
 */
public final class StateDirectory implements Closeable {
    private static final int FOLDER_MODE = 0700;
    private static final int OTHERS = 0077;
    private static final int CHANGED_BY_OTHERS = 0022;
    private static final int SUPERUSER = 0;

    /** What the names of files begin with that are being written. */
    private static final String UNFINISHED = ".new-";

    /** Why a file that is there could not be opened as one. */
    private static final Set<Reason> NO_FILE =
            Set.of(Reason.SYMLINK, Reason.IS_DIRECTORY, Reason.UNSUPPORTED);

    private final Root root;
    private final byte[] path;
    private final int owner;
    private final RandomGenerator random;

    private StateDirectory(Root root, byte[] path, int owner, RandomGenerator random) {
        this.root = root;
        this.path = path;
        this.owner = owner;
        this.random = random;
    }

    /**
     * Opens the directory, and creates it, and what is missing above it, for this user alone.
     *
     * @param random for names of files being written
     * @throws UnsafeException if it is another user's or others have a permission
     */
    public static StateDirectory open(FileSystem system, byte[] path, RandomGenerator random)
            throws IOException {
        Root root;
        boolean isNew = false;
        try {
            root = system.openRoot(path);
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
            system.makeDirectories(path, FOLDER_MODE);
            root = system.openRoot(path);
            isNew = true;
        }
        var opened = new StateDirectory(root, path.clone(), system.effectiveUser(), random);
        try {
            if (isNew) {
                syncNames(system, path, root);
            }
            opened.check(root.stat(), RelPath.ROOT);
        } catch (IOException e) {
            root.close();
            throw e;
        }
        return opened;
    }

    /**
     * Makes the names of a path durable: all of them, as several may be new. It would take much
     * longer to make all else durable that was written to the file system lately.
     */
    private static void syncNames(FileSystem system, byte[] path, Root made) throws IOException {
        try {
            for (int end = path.length; end >= 0; end--) {
                if (end == path.length || path[end] == '/') {
                    syncNamesIn(system, end == 0 ? new byte[] {'/'} : Arrays.copyOf(path, end));
                }
            }
            if (path[0] != '/') {
                syncNamesIn(system, new byte[] {'.'});
            }
        } catch (FsException e) {
            if (e.reason() != Reason.ACCESS_DENIED) {
                throw e;
            }
            made.syncFileSystem(); // one above may be searched and written to, and not read
        }
    }

    private static void syncNamesIn(FileSystem system, byte[] path) throws IOException {
        try (Root root = system.openRoot(path);
                Directory directory = root.open(RelPath.ROOT)) {
            directory.sync();
        }
    }

    /**
     * The whole content of a file, or nothing where there is none.
     *
     * @throws UnsafeException if it is none to be believed; nothing of it was read then
     */
    public Optional<byte[]> read(RelPath file, int bytesMax) throws IOException {
        try (Directory folder = openFolder(file.parent());
                ReadableFile opened = openFile(folder, file)) {
            Stat stat = opened.stat();
            check(stat, file);
            return Optional.of(content(opened, stat, location(file), bytesMax));
        } catch (FsException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * The whole content of a file that decides what is done and holds no secret, wherever it is, or
     * nothing where there is none. Links are followed, and others may read it.
     *
     * @throws UnsafeException if it is another user's, though not the superuser's, or others may
     *     change it, or it is none to be believed; nothing of it was read then
     */
    public static Optional<byte[]> readOpen(FileSystem system, byte[] path, int bytesMax)
            throws IOException {
        String location = Escape.path(path);
        try {
            byte[] real = system.realPath(path);
            int slash = real.length - 1;
            while (real[slash] != '/') {
                slash--;
            }
            try (Root root = system.openRoot(Arrays.copyOf(real, slash + 1));
                    Directory folder = root.open(RelPath.ROOT);
                    ReadableFile file =
                            folder.openFile(
                                    Name.of(Arrays.copyOfRange(real, slash + 1, real.length)))) {
                Stat stat = file.stat();
                if (stat.uid() != system.effectiveUser() && stat.uid() != SUPERUSER) {
                    throw new UnsafeException(location, Fault.FOREIGN_OWNER);
                }
                if ((stat.mode() & CHANGED_BY_OTHERS) != 0) {
                    throw new UnsafeException(location, Fault.CHANGED_BY_OTHERS);
                }
                return Optional.of(content(file, stat, location, bytesMax));
            }
        } catch (IllegalNameException e) {
            throw new UnsafeException(location, Fault.NOT_REGULAR);
        } catch (FsException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            if (NO_FILE.contains(e.reason())) {
                throw new UnsafeException(location, Fault.NOT_REGULAR);
            }
            throw e;
        }
    }

    private static byte[] content(ReadableFile file, Stat stat, String location, int bytesMax)
            throws IOException {
        if (stat.size() > bytesMax) {
            throw new UnsafeException(location, Fault.TOO_LONG);
        }
        byte[] content = new byte[(int) stat.size()];
        int length = file.read(0, content, 0, content.length);
        return length == content.length ? content : Arrays.copyOf(content, length);
    }

    private ReadableFile openFile(Directory folder, RelPath file) throws IOException {
        try {
            return folder.openFile(file.name());
        } catch (FsException e) {
            if (NO_FILE.contains(e.reason())) {
                throw new UnsafeException(location(file), Fault.NOT_REGULAR);
            }
            throw e;
        }
    }

    /**
     * Creates a file, and the folders it stands in.
     *
     * @return false if the name is taken, which is left as it is
     */
    public boolean create(RelPath file, byte[] content) throws IOException {
        try (Directory folder = makeFolder(file.parent())) {
            Name unfinished = write(folder, content);
            try {
                takeName(folder, unfinished, file.name());
            } catch (IOException e) {
                remove(folder, unfinished);
                if (e instanceof FsException failure && failure.reason() == Reason.EXISTS) {
                    return false;
                }
                throw e;
            }
            folder.sync();
            return true;
        }
    }

    private static void takeName(Directory folder, Name unfinished, Name name) throws IOException {
        try {
            folder.rename(unfinished, folder, name, RenameMode.NO_REPLACE);
        } catch (FsException e) {
            if (e.reason() != Reason.UNSUPPORTED) {
                throw e;
            }
            folder.link(unfinished, folder, name);
            folder.unlink(unfinished);
        }
    }

    /** Creates a file or replaces its content; a reader sees the old or the new. */
    public void replace(RelPath file, byte[] content) throws IOException {
        try (Directory folder = makeFolder(file.parent())) {
            Name unfinished = write(folder, content);
            try {
                folder.rename(unfinished, folder, file.name(), RenameMode.REPLACE);
            } catch (IOException e) {
                remove(folder, unfinished);
                throw e;
            }
            folder.sync();
        }
    }

    private Name write(Directory folder, byte[] content) throws IOException {
        Name name = Name.literal(UNFINISHED + HexFormat.of().toHexDigits(random.nextLong()));
        try (WritableFile file = folder.createFile(name)) {
            file.write(0, content, 0, content.length);
            file.sync();
        } catch (IOException e) {
            remove(folder, name);
            throw e;
        }
        return name;
    }

    private static void remove(Directory folder, Name unfinished) {
        try {
            folder.unlink(unfinished);
        } catch (IOException e) {
            // It is hidden, and what failed before is what the caller must hear of.
        }
    }

    /** Removes a file, if it is there. */
    public void remove(RelPath file) throws IOException {
        try (Directory folder = openFolder(file.parent())) {
            folder.unlink(file.name());
            folder.sync();
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** The names in a folder, sorted; none where there is no such folder. */
    public List<Name> names(RelPath folder) throws IOException {
        try (Directory opened = openFolder(folder)) {
            return opened.names().stream()
                    .filter(name -> !name.startsWithIgnoringCase(UNFINISHED))
                    .toList();
        } catch (FsException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    /** The path this was opened by, for what opens files by itself. */
    public byte[] path() {
        return path.clone();
    }

    /** Where a file is, for messages. */
    public String location(RelPath file) {
        return Escape.path(path) + (file.isRoot() ? "" : "/" + file);
    }

    private Directory openFolder(RelPath folder) throws IOException {
        Directory opened = root.open(folder);
        try {
            check(opened.stat(), folder);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        return opened;
    }

    private Directory makeFolder(RelPath folder) throws IOException {
        try {
            return openFolder(folder);
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_FOUND || folder.isRoot()) {
                throw e;
            }
        }
        try (Directory parent = makeFolder(folder.parent())) {
            parent.makeDirectory(folder.name(), FOLDER_MODE);
            parent.sync();
        } catch (FsException e) {
            if (e.reason() != Reason.EXISTS) {
                throw e;
            }
        }
        return openFolder(folder);
    }

    private void check(Stat stat, RelPath at) throws UnsafeException {
        if (stat.uid() != owner) {
            throw new UnsafeException(location(at), Fault.FOREIGN_OWNER);
        }
        if ((stat.mode() & OTHERS) != 0) {
            throw new UnsafeException(location(at), Fault.OPEN_TO_OTHERS);
        }
    }

    @Override
    public void close() throws IOException {
        root.close();
    }

    /** What makes a file of dsync's own one not to be used. */
    public enum Fault {
        /** It is a directory, a link, a FIFO, a socket or a device. */
        NOT_REGULAR,
        /** It belongs to another user. */
        FOREIGN_OWNER,
        /** Its mode gives somebody but its owner a permission. */
        OPEN_TO_OTHERS,
        /** Its mode lets somebody but its owner write, where reading would do no harm. */
        CHANGED_BY_OTHERS,
        /** It is longer than any such file is. */
        TOO_LONG
    }

    /** A file or directory of dsync's own that cannot be trusted as it is. */
    public static final class UnsafeException extends IOException {
        private final String location;
        private final Fault fault;

        UnsafeException(String location, Fault fault) {
            super(fault + " " + location);
            this.location = location;
            this.fault = fault;
        }

        /** Where it is, printable. */
        public String location() {
            return location;
        }

        /** What is wrong with it. */
        public Fault fault() {
            return fault;
        }
    }
}
