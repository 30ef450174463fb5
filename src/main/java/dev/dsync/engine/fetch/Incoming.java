package dev.dsync.engine.fetch;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.fetch.Basis.Beginning;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.WritableFile;
import dev.dsync.io.wire.UnexpectedMessageException;
import dev.dsync.io.wire.Want.Range;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One file while its content comes in. */
final class Incoming {
    private static final int READ_BYTES = 1 << 20;

    /** After so many bytes, or so long, it is taken down how far a file is. */
    private static final long NOTED_BYTES = 1 << 20;

    private static final long NOTED_NANOS = 20_000_000;

    private final HeldDirectory directory;
    private final WritableFile file;
    private final Name staged;
    private final NotedStream hash;
    private @Nullable Assembly assembly;
    private RelPath path = RelPath.ROOT;
    private long size;
    private Timestamp modified;
    private long position;

    /** Where what comes next of a file that comes in ranges ends. */
    private long rangeEnd;

    private long literal;
    private boolean endsInHole;

    /** Bytes that came since it was taken down how far it is, and when that was. */
    private long unnoted;

    private long notedNanos;

    /** Nothing can be made of what comes until it comes anew. */
    private boolean broken;

    private Incoming(HeldDirectory directory, WritableFile file, Name staged, NotedStream hash) {
        this.directory = directory;
        this.file = file;
        this.staged = staged;
        this.hash = hash;
        this.modified = new Timestamp(0, 0);
    }

    /**
     * Begins a file; what an earlier run left under its stage name is gone.
     *
     * @param hash nobody else's until the file is complete or given up
     */
    static Incoming open(Root root, HeldDirectory directory, Wanted wanted, NotedStream hash)
            throws IOException {
        Name staged = Stage.nameFor(wanted.path().name(), wanted.size(), wanted.modified());
        Beginning begun = beginning(wanted.basis());
        WritableFile file =
                begun == null ? null : StageFiles.reopen(directory.directory(), staged, begun);
        boolean lacksStage = begun != null && file == null;
        if (file == null) {
            file = StageFiles.create(directory.directory(), staged);
        }
        Incoming incoming = new Incoming(directory.hold(), file, staged, hash);
        incoming.path = wanted.path();
        incoming.size = wanted.size();
        incoming.modified = wanted.modified();
        incoming.broken = lacksStage;
        switch (wanted.basis()) {
            case Basis.Nothing _, Basis.Like _ -> hash.begin(wanted.path(), wanted.size());
            case Basis.Same _, Basis.Built _ -> hash.clear();
            case Basis.Known(Recipe recipe) -> {
                hash.begin(wanted.path(), recipe.manifest());
                incoming.assembly = new Assembly(root, recipe, file);
            }
        }
        return incoming;
    }

    private static @Nullable Beginning beginning(Basis basis) {
        return switch (basis) {
            case Basis.Built(Beginning beginning, _) -> beginning;
            case Basis.Known(Recipe recipe) -> recipe.beginning();
            case Basis.Nothing _, Basis.Like _, Basis.Same _ -> null;
        };
    }

    Name staged() {
        return staged;
    }

    /** Nobody else's until this is complete or given up. */
    NotedStream hash() {
        return hash;
    }

    /** Content bytes that came over the wire. */
    long literal() {
        return literal;
    }

    /** Counts content bytes that came over the wire. */
    void count(long bytes) {
        literal += bytes;
    }

    /** Whether what comes is in ranges, and not all of the file. */
    boolean comesInRanges() {
        return assembly != null;
    }

    /** Whether it has to be said which range comes next. */
    boolean isBetweenRanges() {
        return assembly != null && position == rangeEnd;
    }

    /** What comes next is this range. */
    void begin(Range range) throws IOException {
        Assembly making = assembly;
        if (making == null) {
            return;
        }
        if (!broken) {
            making.reach(range.offset());
        }
        position = range.offset();
        rangeEnd = position + range.length();
    }

    /** The range cannot be made of what came for it. */
    void fail(Range range) {
        Assembly making = assembly;
        if (making == null) {
            broken = true;
        } else {
            making.fail(range);
            position = range.offset() + range.length();
            rangeEnd = position;
        }
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        long at = position;
        advance(length);
        if (assembly != null) {
            assembly.write(at, bytes, offset, length);
        } else {
            file.write(at, bytes, offset, length);
            hash.write(bytes, offset, length);
        }
        endsInHole = endsInHole && length == 0;
    }

    void skip(long zeros) throws IOException {
        long at = position;
        advance(zeros);
        if (assembly != null) {
            assembly.zeros(at, zeros);
        } else {
            hash.zeros(zeros);
        }
        endsInHole = zeros > 0 || endsInHole;
    }

    /** Whether an earlier run has built all of it, and it stands as it was looked into. */
    boolean isBuilt() {
        return !broken;
    }

    /** Makes all of it what the other file is; false if that is not what it is said to be. */
    boolean isCopyOf(Basis.Same same, HeldFile donors) throws IOException {
        ReadableFile donor;
        try {
            donor = donors.open(same.donor().path());
            if (same.donor().stamp() == null) {
                return isReadCopyOf(donor, same.content());
            }
            if (!donor.stat().stamp().equals(same.donor().stamp())) {
                return false;
            }
        } catch (FsException e) {
            return false; // It comes whole.
        }
        if (!file.cloneFrom(donor)) {
            try {
                file.copyFrom(0, donor, 0, size);
            } catch (EOFException e) {
                return false;
            }
        }
        return donor.stat().stamp().equals(same.donor().stamp());
    }

    private boolean isReadCopyOf(ReadableFile donor, Digest content) throws IOException {
        hash.begin(path, size);
        byte[] buffer = new byte[(int) Math.min(READ_BYTES, size)];
        while (position < size) {
            int want = (int) Math.min(buffer.length, size - position);
            int read = donor.read(position, buffer, 0, want);
            if (read == 0) {
                return false;
            }
            write(buffer, 0, read);
        }
        return hash.finish().root().name().equals(content);
    }

    private void advance(long bytes) throws IOException {
        if (bytes > (assembly == null ? size : rangeEnd) - position) {
            throw new UnexpectedMessageException("Data", "beyond the announced " + size + " bytes");
        }
        position += bytes;
        unnoted += bytes;
    }

    /** All of it comes anew, as this. */
    void restart(long newSize, Timestamp newModified) throws IOException {
        size = newSize;
        modified = newModified;
        if (assembly != null) {
            assembly.close();
            assembly = null;
        }
        position = 0;
        rangeEnd = 0;
        endsInHole = false;
        broken = false;
        hash.begin(path, size);
        file.truncate(0);
    }

    /** Whether the content, of which nothing more may come, is what it has to be. */
    boolean isContent(Digest root) throws IOException {
        if (broken) {
            return false;
        }
        Assembly making = assembly;
        if (making == null) {
            if (position != size) {
                throw new UnexpectedMessageException(
                        "Data", "ends before the announced " + size + " bytes");
            }
            return hash.finish().root().name().equals(root);
        }
        if (position < rangeEnd) {
            throw new UnexpectedMessageException("Data", "ends within a range");
        }
        making.reach(size);
        return making.recipe().manifest().root().name().equals(root);
    }

    /**
     * Of a file that comes in ranges, makes all that is here of it; what it lacks then, in order.
     * Null if what it should go on with is gone.
     */
    @Nullable List<Range> makeWhatIsHere() throws IOException {
        Assembly making = assembly;
        return broken || making == null ? null : making.makeWhatIsHere();
    }

    /** What comes in pieces is written to, by whoever gets one, and read from for others. */
    Shared share(Wanted wanted, Recipe recipe, List<Range> lacking) throws IOException {
        ReadableFile reading = directory.directory().openFile(staged);
        return new Shared(wanted, recipe.manifest(), file, reading, lacking);
    }

    /** Chunks that came as others than they have to be. */
    List<Range> takeWrong() throws IOException {
        return assembly == null ? List.of() : assembly.takeWrong();
    }

    /**
     * Completes and closes the file.
     *
     * @return whether it is durable
     */
    boolean finish(Completing completing) throws IOException {
        if (assembly != null || endsInHole) {
            file.truncate(size);
        }
        if (assembly != null) {
            hash.finish(assembly.recipe().manifest());
        }
        boolean durable = completing.complete(directory.directory(), file, modified);
        Stat complete = isJournalled() ? file.stat() : null;
        if (complete != null && complete.modified().equals(modified)) {
            hash.reach(stage(), complete.stamp());
        }
        close();
        return durable;
    }

    private boolean isJournalled() {
        return size > Likeness.BYTES_MAX && hash.isKept() && !broken;
    }

    private RelPath stage() throws IOException {
        try {
            return path.parent().child(staged);
        } catch (IllegalNameException e) {
            throw new IOException(e); // beneath a path that is as long as paths can be
        }
    }

    /**
     * Takes down how far a large file is, so that a run after this one need not read it. Its time
     * is set to another file's: whatever is written from then on shows.
     *
     * @param now the time, from any beginning
     */
    void takeDown(long now) throws IOException {
        boolean isDue = unnoted >= NOTED_BYTES || now - notedNanos >= NOTED_NANOS;
        if (unnoted == 0 || !isDue || !isJournalled()) {
            return;
        }
        unnoted = 0;
        notedNanos = now;
        if (assembly != null) {
            hash.advance(assembly.proven(position));
        }
        file.setModified(modified);
        hash.reach(stage(), file.stat().stamp());
    }

    /** Removes what was built. */
    void discard() throws IOException {
        hash.clear();
        try {
            closeFiles();
            directory.directory().unlink(staged);
        } finally {
            directory.letGo();
        }
    }

    private void closeFiles() {
        if (assembly != null) {
            assembly.close();
        }
        file.close();
    }

    /** Closes it as it is, to be gone on with. */
    void leave() {
        if (isJournalled()) {
            hash.leave();
        } else {
            hash.clear();
        }
        close();
    }

    void close() {
        closeFiles();
        directory.letGo();
    }
}
