package dev.dsync.io.trust;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.StateDirectory;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Private files in a directory of dsync's own. */
final class StoredFiles implements PrivateFiles {
    private static final int OTHERS = 0077;
    private static final Set<FsException.Reason> NO_FILE =
            Set.of(
                    FsException.Reason.SYMLINK,
                    FsException.Reason.IS_DIRECTORY,
                    FsException.Reason.UNSUPPORTED);

    private final StateDirectory directory;

    /** The files in {@code directory}, which stays its opener's to close. */
    StoredFiles(StateDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Optional<byte[]> read(String name, int bytesMax) throws IOException {
        try {
            return directory.read(path(name), bytesMax);
        } catch (StateDirectory.UnsafeException e) {
            throw new KeyFileException(e.location(), reason(e.fault()));
        }
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        try {
            return directory.create(path(name), content);
        } catch (StateDirectory.UnsafeException e) {
            throw new KeyFileException(e.location(), reason(e.fault()));
        }
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        try {
            directory.replace(path(name), content);
        } catch (StateDirectory.UnsafeException e) {
            throw new KeyFileException(e.location(), reason(e.fault()));
        }
    }

    @Override
    public List<String> names(String folder) throws IOException {
        try {
            return directory.names(path(folder)).stream().map(Name::toString).toList();
        } catch (StateDirectory.UnsafeException e) {
            throw new KeyFileException(e.location(), reason(e.fault()));
        }
    }

    @Override
    public String location(String name) {
        return directory.location(RelPath.literal(name));
    }

    /**
     * Reads a file that the user named, anywhere, by the same rules; only the directory it stands
     * in may be open to others.
     *
     * @param path of a file; a link is refused
     * @param location the same for messages
     */
    static Optional<byte[]> readAnywhere(
            FileSystem system, byte[] path, String location, int bytesMax) throws IOException {
        int slash = path.length - 1;
        while (slash >= 0 && path[slash] != '/') {
            slash--;
        }
        byte[] folder = slash < 0 ? new byte[] {'.'} : Arrays.copyOf(path, slash + 1);
        try (Root root = system.openRoot(folder);
                Directory opened = root.open(RelPath.ROOT);
                ReadableFile file = opened.openFile(Name.of(tail(path, slash + 1)))) {
            Stat stat = file.stat();
            if (stat.uid() != system.effectiveUser()) {
                throw new KeyFileException(location, KeyFileException.Reason.FOREIGN_OWNER);
            }
            if ((stat.mode() & OTHERS) != 0) {
                throw new KeyFileException(location, KeyFileException.Reason.OPEN_TO_OTHERS);
            }
            if (stat.size() > bytesMax) {
                throw new KeyFileException(location, KeyFileException.Reason.MALFORMED);
            }
            byte[] content = new byte[(int) stat.size()];
            return Optional.of(Arrays.copyOf(content, file.read(0, content, 0, content.length)));
        } catch (IllegalNameException _) {
            throw new KeyFileException(location, KeyFileException.Reason.NOT_REGULAR);
        } catch (FsException e) {
            if (e.reason() == FsException.Reason.NOT_FOUND) {
                return Optional.empty();
            }
            if (NO_FILE.contains(e.reason())) {
                throw new KeyFileException(location, KeyFileException.Reason.NOT_REGULAR);
            }
            throw e;
        }
    }

    private static byte[] tail(byte[] path, int from) {
        return Arrays.copyOfRange(path, from, path.length);
    }

    private static RelPath path(String name) {
        return RelPath.literal(name);
    }

    private static KeyFileException.Reason reason(StateDirectory.Fault fault) {
        return switch (fault) {
            case NOT_REGULAR -> KeyFileException.Reason.NOT_REGULAR;
            case FOREIGN_OWNER -> KeyFileException.Reason.FOREIGN_OWNER;
            case OPEN_TO_OTHERS, CHANGED_BY_OTHERS -> KeyFileException.Reason.OPEN_TO_OTHERS;
            case TOO_LONG -> KeyFileException.Reason.MALFORMED;
        };
    }
}
