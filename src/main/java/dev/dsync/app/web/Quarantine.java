package dev.dsync.app.web;

import dev.dsync.core.hash.Sha256;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.WritableFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where visitors' files lie until the operator takes them: a folder in what is shared that nobody
 * sees who comes by the link, and that is not synced, since its name is dsync's own.
 *
 * <p>A file is built under a hidden name, which depends on what the visitor calls it, its size and
 * the visitor's word for this upload, so that an upload that broke off goes on. It gets its name
 * when it is whole and on the disk, and never one that is taken.
 */
public final class Quarantine implements Closeable {
    /** The folder's name. */
    public static final String FOLDER = ".dsync-uploads";

    /** A disk that is full to the last byte harms more than the visitor. */
    private static final long SPARE_BYTES = 64L << 20;

    private static final long STALE_SECONDS = 24 * 3600;
    private static final int OWN = 0700;
    private static final int NUMBERS_MAX = 10_000;

    private static final int OTHERS = 0077;

    /** More files than that are nobody's to leave. */
    private static final int FILES_MAX = 10_000;

    private final FileSystem system;
    private final Root root;

    /** Bytes that were announced and have not come, of each upload under way. */
    private final Map<Name, Long> ahead = new HashMap<>();

    private Quarantine(FileSystem system, Root root) {
        this.system = system;
        this.root = root;
    }

    /** The folder is there, and another user's, or others may look into it or put things there. */
    public static final class UnsafeException extends IOException {
        private final byte[] location;

        UnsafeException(byte[] location) {
            super("open to others");
            this.location = location.clone();
        }

        /** Where it is. */
        public byte[] location() {
            return location.clone();
        }
    }

    /**
     * Opens the folder in a directory, and makes it if it is not there.
     *
     * @throws UnsafeException if it is there and not this user's alone
     */
    static Quarantine open(FileSystem system, Root in) throws IOException {
        Name name = Name.literal(FOLDER);
        try (Directory directory = in.open(RelPath.ROOT)) {
            directory.makeDirectory(name, OWN);
        } catch (FsException e) {
            if (e.reason() != Reason.EXISTS) {
                throw e;
            }
        }
        Quarantine quarantine = new Quarantine(system, in.openRoot(RelPath.literal(FOLDER)));
        try {
            quarantine.requireOwn();
            try (Directory folder = quarantine.root.open(RelPath.ROOT)) {
                quarantine.sweep(folder, folder.names());
            }
            return quarantine;
        } catch (IOException e) {
            quarantine.close();
            throw e;
        }
    }

    private void requireOwn() throws IOException {
        Stat stat = root.stat();
        if (stat.uid() != system.effectiveUser() || (stat.mode() & OTHERS) != 0) {
            throw new UnsafeException(root.location());
        }
    }

    /** Removes what broke off long ago. */
    private void sweep(Directory folder, List<Name> names) throws IOException {
        long stale = system.now().seconds() - STALE_SECONDS;
        for (Name name : names) {
            if (Stage.isStaged(name) && !isUnderWay(name)) {
                try {
                    if (folder.stat(name).modified().seconds() < stale) {
                        folder.unlink(name);
                    }
                } catch (FsException e) {
                    if (e.reason() != Reason.NOT_FOUND) {
                        throw e;
                    } // else it has got its name since
                }
            }
        }
    }

    private boolean isUnderWay(Name staged) {
        synchronized (ahead) {
            return ahead.containsKey(staged);
        }
    }

    /** Where it is. */
    public byte[] location() throws IOException {
        return root.location();
    }

    private static Name stage(Name name, long size, String word) {
        byte[] key = (name + "/" + word).getBytes(StandardCharsets.UTF_8);
        return Stage.nameFor(Name.literal(Sha256.of(key).toString()), size, new Timestamp(0, 0));
    }

    /**
     * Bytes of an upload that are here already.
     *
     * @param word the visitor's for this upload
     */
    long offset(Name name, long size, String word) throws IOException {
        try (Directory folder = root.open(RelPath.ROOT)) {
            return folder.stat(stage(name, size, word)).size();
        } catch (FsException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return 0;
            }
            throw e;
        }
    }

    /**
     * Begins an upload, or goes on with one.
     *
     * @throws RefusedException if somebody is at it
     * @throws FsException NO_SPACE if the rest does not fit beside what others have announced; what
     *     is here of it stays
     */
    Upload begin(Name name, long size, String word) throws IOException {
        Name staged = stage(name, size, word);
        synchronized (ahead) {
            if (ahead.putIfAbsent(staged, 0L) != null) {
                throw new RefusedException(409, "Somebody is at it.");
            }
        }
        try (Directory folder = root.open(RelPath.ROOT)) {
            List<Name> names = folder.names();
            sweep(folder, names);
            boolean isNew = !names.contains(staged);
            if (isNew && names.size() >= FILES_MAX) {
                throw new FsException(Reason.NO_SPACE);
            }
            WritableFile file = isNew ? folder.createFile(staged) : folder.openForWriting(staged);
            try {
                long offset = file.stat().size();
                announce(staged, size - offset);
                return new Upload(name, staged, size, file, offset);
            } catch (IOException e) {
                file.close();
                if (isNew) {
                    folder.unlink(staged);
                }
                throw e;
            }
        } catch (IOException e) {
            release(staged);
            throw e;
        }
    }

    /** Sees to it that so many bytes will fit, whatever else is coming. */
    private void announce(Name staged, long bytes) throws IOException {
        synchronized (ahead) {
            ahead.put(staged, 0L);
            long others = ahead.values().stream().mapToLong(Long::longValue).sum();
            if (bytes > root.usableBytes() - SPARE_BYTES - others) {
                throw new FsException(Reason.NO_SPACE);
            }
            ahead.put(staged, bytes);
        }
    }

    private void release(Name staged) {
        synchronized (ahead) {
            ahead.remove(staged);
        }
    }

    /** A file that is coming. Used by one thread at a time. */
    final class Upload implements Closeable {
        private final Name name;
        private final Name staged;
        private final long size;
        private final WritableFile file;
        private long offset;

        private Upload(Name name, Name staged, long size, WritableFile file, long offset) {
            this.name = name;
            this.staged = staged;
            this.size = size;
            this.file = file;
            this.offset = offset;
        }

        /** Bytes that are here. */
        long offset() {
            return offset;
        }

        /** Adds what comes next. */
        void write(byte[] bytes, int length) throws IOException {
            if (offset + length > size) {
                throw new IOException("more than was announced");
            }
            file.write(offset, bytes, 0, length);
            offset += length;
            synchronized (ahead) {
                ahead.put(staged, size - offset);
            }
        }

        /** Begins again at the first byte. */
        void restart() throws IOException {
            file.truncate(0);
            offset = 0;
            announce(staged, size);
        }

        /** Whether all of it is here. */
        boolean isWhole() {
            return offset == size;
        }

        /** Gives it its name, or the first with a number that is free, and returns that. */
        Name commit() throws IOException {
            file.syncData();
            try (Directory folder = root.open(RelPath.ROOT)) {
                for (int number = 1; number < NUMBERS_MAX; number++) {
                    Name free = number == 1 ? name : Numbered.of(name, number);
                    try {
                        folder.rename(staged, folder, free, RenameMode.NO_REPLACE);
                        folder.sync();
                        return free;
                    } catch (FsException e) {
                        if (e.reason() != Reason.EXISTS) {
                            throw e;
                        }
                    }
                }
            }
            throw new FsException(Reason.EXISTS);
        }

        /** Leaves nothing of it. */
        void giveUp() throws IOException {
            try (Directory folder = root.open(RelPath.ROOT)) {
                folder.unlink(staged);
            }
        }

        /** Stops; what is here stays for the next time. */
        @Override
        public void close() {
            file.close();
            release(staged);
        }
    }

    @Override
    public void close() throws IOException {
        root.close();
    }
}
