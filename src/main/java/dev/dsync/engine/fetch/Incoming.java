package dev.dsync.engine.fetch;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.PieceHash;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.fs.WritableFile;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.Slice;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;

/** One file while its content comes in. */
final class Incoming {
    private final HeldDirectory directory;
    private final WritableFile file;
    private final Name staged;
    private PieceHash hash = new PieceHash();
    private long size;
    private Timestamp modified;
    private long position;
    private long literal;
    private boolean endsInHole;

    private Incoming(
            HeldDirectory directory,
            WritableFile file,
            Name staged,
            long size,
            Timestamp modified) {
        this.directory = directory;
        this.file = file;
        this.staged = staged;
        this.size = size;
        this.modified = modified;
    }

    /** Begins a file; what an earlier run left under its stage name is gone. */
    static Incoming open(HeldDirectory directory, Wish wish) throws IOException {
        Name staged = Stage.nameFor(wish.path().name(), wish.size(), wish.modified());
        WritableFile file = create(directory.directory(), staged);
        return new Incoming(directory.hold(), file, staged, wish.size(), wish.modified());
    }

    private static WritableFile create(Directory directory, Name staged) throws IOException {
        try {
            return directory.createFile(staged);
        } catch (FsException e) {
            if (e.reason() != Reason.EXISTS) {
                throw e;
            }
            directory.unlink(staged);
            return directory.createFile(staged);
        }
    }

    Name staged() {
        return staged;
    }

    /** Content bytes that came over the wire. */
    long literal() {
        return literal;
    }

    void write(Slice bytes) throws IOException {
        advance(bytes.length());
        file.write(position - bytes.length(), bytes.array(), bytes.offset(), bytes.length());
        hash.bytes(bytes.array(), bytes.offset(), bytes.length());
        literal += bytes.length();
        endsInHole = endsInHole && bytes.length() == 0;
    }

    void skip(long zeros) throws IOException {
        advance(zeros);
        hash.zeros(zeros);
        endsInHole = zeros > 0 || endsInHole;
    }

    private void advance(long bytes) throws IOException {
        if (bytes > size - position) {
            throw new UnexpectedMessageException("Data", "beyond the announced " + size + " bytes");
        }
        position += bytes;
    }

    void restart(long newSize, Timestamp newModified) throws IOException {
        size = newSize;
        modified = newModified;
        position = 0;
        endsInHole = false;
        hash = new PieceHash();
        file.truncate(0);
    }

    /** The digest of the content, of which nothing more may come. */
    Digest digest() throws IOException {
        if (position != size) {
            throw new UnexpectedMessageException(
                    "Data", "ends before the announced " + size + " bytes");
        }
        return hash.finish();
    }

    /**
     * Completes and closes the file.
     *
     * @return whether it is durable
     */
    boolean finish(Completing completing) throws IOException {
        if (endsInHole) {
            file.truncate(position);
        }
        boolean durable = completing.complete(directory.directory(), file, modified);
        close();
        return durable;
    }

    /** Removes what was built. */
    void discard() throws IOException {
        try {
            file.close();
            directory.directory().unlink(staged);
        } finally {
            directory.letGo();
        }
    }

    void close() {
        file.close();
        directory.letGo();
    }
}
