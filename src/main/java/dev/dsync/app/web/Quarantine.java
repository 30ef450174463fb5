package dev.dsync.app.web;

import dev.dsync.core.hash.Sha256;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.fs.WritableFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

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

    private final Root root;
    private final Set<Name> busy = new HashSet<>();

    private Quarantine(Root root) {
        this.root = root;
    }

    /**
     * Opens the folder in a directory, and makes it if it is not there.
     *
     * @param now by the clock that stamps files
     */
    static Quarantine open(Root in, Timestamp now) throws IOException {
        Name folder = Name.literal(FOLDER);
        try (Directory directory = in.open(RelPath.ROOT)) {
            directory.makeDirectory(folder, OWN);
        } catch (FsException e) {
            if (e.reason() != Reason.EXISTS) {
                throw e;
            }
        }
        Quarantine quarantine = new Quarantine(in.openRoot(RelPath.literal(FOLDER)));
        quarantine.sweep(now);
        return quarantine;
    }

    /** Removes what broke off long ago. */
    private void sweep(Timestamp now) throws IOException {
        try (Directory folder = root.open(RelPath.ROOT)) {
            for (Name name : folder.names()) {
                if (Stage.isStaged(name)
                        && folder.stat(name).modified().seconds() < now.seconds() - STALE_SECONDS) {
                    folder.unlink(name);
                }
            }
        }
    }

    /** Where it is. */
    public byte[] location() throws IOException {
        return root.location();
    }

    /** Somebody else is at the same upload. */
    static final class BusyException extends IOException {
        BusyException() {
            super("somebody is at it");
        }
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
     * @throws BusyException if somebody is at it
     * @throws FsException NO_SPACE if the rest does not fit
     */
    Upload begin(Name name, long size, String word) throws IOException {
        Name staged = stage(name, size, word);
        synchronized (busy) {
            if (!busy.add(staged)) {
                throw new BusyException();
            }
        }
        try (Directory folder = root.open(RelPath.ROOT)) {
            WritableFile file;
            try {
                file = folder.createFile(staged);
            } catch (FsException e) {
                if (e.reason() != Reason.EXISTS) {
                    throw e;
                }
                file = folder.openForWriting(staged);
            }
            Upload upload = new Upload(name, staged, size, file, file.stat().size());
            if (size - upload.offset > root.usableBytes() - SPARE_BYTES) {
                upload.giveUp();
                upload.close();
                throw new FsException(Reason.NO_SPACE);
            }
            return upload;
        } catch (IOException e) {
            release(staged);
            throw e;
        }
    }

    private void release(Name staged) {
        synchronized (busy) {
            busy.remove(staged);
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
                    Name free = number == 1 ? name : numbered(name, number);
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

    private static Name numbered(Name name, int number) {
        String text = new String(name.bytes(), StandardCharsets.UTF_8);
        int dot = text.lastIndexOf('.');
        int stem = dot > 0 ? dot : text.length();
        return Name.literal(text.substring(0, stem) + " (" + number + ")" + text.substring(stem));
    }

    @Override
    public void close() throws IOException {
        root.close();
    }
}
