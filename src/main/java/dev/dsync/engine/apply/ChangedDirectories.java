package dev.dsync.engine.apply;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/** The directories in which names or attributes changed and are not known to be on disk. */
final class ChangedDirectories {
    /** How a directory or a file answers that is no longer one. */
    private static final Set<Reason> GONE =
            Set.of(Reason.NOT_FOUND, Reason.NOT_DIRECTORY, Reason.IS_DIRECTORY, Reason.SYMLINK);

    private final Root root;
    private final int singleSyncsMax;
    private final Set<RelPath> paths = new HashSet<>();

    /** Files whose attributes changed: their directories do not carry that to the disk. */
    private final Set<RelPath> files = new HashSet<>();

    /** Directories on other file systems than the root's. */
    private final Set<RelPath> elsewhere = new HashSet<>();

    private OptionalLong rootDevice = OptionalLong.empty();

    /**
     * None yet.
     *
     * @param singleSyncsMax beyond so many, the whole file system at once is cheaper
     */
    ChangedDirectories(Root root, int singleSyncsMax) {
        this.root = root;
        this.singleSyncsMax = singleSyncsMax;
    }

    void add(RelPath directory) {
        if (paths.size() <= singleSyncsMax) { // beyond, which they are does not matter
            paths.add(directory);
        }
    }

    /** The attributes of something in a directory changed. */
    void addAttributes(Entry entry) {
        add(entry.path().parent());
        if (entry instanceof FileEntry && files.size() <= singleSyncsMax) {
            files.add(entry.path());
        }
    }

    /** Notes where a directory lies in which something may be changed. */
    void opened(RelPath path, Directory directory) throws IOException {
        if (isElsewhere(directory.stat())) {
            elsewhere.add(path);
        }
    }

    /** Whether something lies on another file system than the root. */
    boolean isElsewhere(Stat stat) throws IOException {
        if (rootDevice.isEmpty()) {
            rootDevice = OptionalLong.of(root.stat().device());
        }
        return stat.device() != rootDevice.getAsLong();
    }

    /** Makes them durable. */
    void sync() throws IOException {
        if (paths.size() + files.size() > singleSyncsMax) {
            root.syncFileSystem();
            for (RelPath path : elsewhere) {
                sync(path);
            }
        } else {
            for (RelPath path : files) {
                syncFile(path);
            }
            for (RelPath path : paths) {
                sync(path);
            }
        }
        files.clear();
        paths.clear();
        elsewhere.clear();
    }

    private void sync(RelPath path) throws IOException {
        try (Directory directory = root.open(path)) {
            directory.sync();
        } catch (FsException e) {
            failed(e);
        }
    }

    private void syncFile(RelPath path) throws IOException {
        try (Directory directory = root.open(path.parent());
                ReadableFile file = directory.openFile(path.name())) {
            file.sync();
        } catch (FsException e) {
            failed(e);
        }
    }

    private void failed(FsException e) throws IOException {
        if (e.reason() == Reason.ACCESS_DENIED) {
            root.syncFileSystem(); // its mode shuts us out of what we made
        } else if (!GONE.contains(e.reason())) {
            // what it was is deleted or replaced since, by the run itself
            throw e;
        }
    }
}
