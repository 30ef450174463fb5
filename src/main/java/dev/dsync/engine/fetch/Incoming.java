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
import org.jspecify.annotations.Nullable;

/** One file while its content comes in; a lost one takes everything and keeps nothing. */
final class Incoming {
    private final @Nullable HeldDirectory directory;
    private final @Nullable WritableFile file;
    private final Name staged;
    private PieceHash hash = new PieceHash();
    private long size;
    private Timestamp modified;
    private long position;
    private long literal;
    private boolean endsInHole;
    private boolean lost;

    private Incoming(
            @Nullable HeldDirectory directory,
            @Nullable WritableFile file,
            Name staged,
            long size,
            Timestamp modified) {
        this.directory = directory;
        this.file = file;
        this.staged = staged;
        this.size = size;
        this.modified = modified;
        this.lost = file == null;
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

    /** A file that cannot be built. */
    static Incoming lost() {
        return new Incoming(null, null, Name.literal("lost"), 0, new Timestamp(0, 0));
    }

    boolean isLost() {
        return lost;
    }

    Name staged() {
        return staged;
    }

    /** Content bytes that came over the wire. */
    long literal() {
        return literal;
    }

    void write(Slice bytes) throws IOException {
        if (lost || file == null) {
            return;
        }
        advance(bytes.length());
        file.write(position - bytes.length(), bytes.array(), bytes.offset(), bytes.length());
        hash.bytes(bytes.array(), bytes.offset(), bytes.length());
        literal += bytes.length();
        endsInHole = endsInHole && bytes.length() == 0;
    }

    void skip(long zeros) throws IOException {
        if (lost) {
            return;
        }
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
        if (!lost && file != null) {
            file.truncate(0);
        }
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
        if (file == null || directory == null) {
            throw new IllegalStateException("a lost file has no content");
        }
        if (endsInHole) {
            file.truncate(position);
        }
        boolean durable = completing.complete(directory.directory(), file, modified);
        close();
        return durable;
    }

    /** Removes what was built; whatever else comes is passed over. */
    void discard() throws IOException {
        if (lost || directory == null) {
            return;
        }
        lost = true;
        try {
            if (file != null) {
                file.close();
            }
            directory.directory().unlink(staged);
        } finally {
            directory.letGo();
        }
    }

    void close() {
        if (file != null) {
            file.close();
        }
        if (directory != null && !lost) {
            directory.letGo();
        }
    }
}
