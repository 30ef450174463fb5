package dev.dsync.engine.fetch;

import dev.dsync.core.chunk.Chunk;
import dev.dsync.core.chunk.ChunkName;
import dev.dsync.core.chunk.ChunkRun;
import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.WritableFile;
import dev.dsync.io.wire.Slice;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that is built of pieces from several sources, and read from for peers meanwhile. Nothing
 * is written that was not held against the names of the chunks it has to be. Any thread may call.
 */
final class Shared {
    /** Files of more bytes than so many pieces of the least size have larger pieces. */
    private static final int PIECES_USUAL = 1024;

    private static final long PIECE_BYTES_MAX = 1 << 20;

    private final Wanted wanted;
    private final Manifest manifest;
    private final WritableFile file;
    private final ReadableFile reading;
    private final List<Range> lacking;
    private long literal;
    private @Nullable FsException failure;

    /** Whether nothing may be written any more. */
    private boolean sealed;

    private boolean closed;

    /** What a piece that came is. */
    enum Taken {
        RIGHT,
        WRONG,
        /** It could not be written, or is of no use any more. */
        NOT
    }

    /**
     * A file under construction.
     *
     * @param file closed by whoever opened it, once this is sealed
     * @param reading the same, closed with this
     * @param lacking whole chunks, in order; all else is there
     */
    Shared(
            Wanted wanted,
            Manifest manifest,
            WritableFile file,
            ReadableFile reading,
            List<Range> lacking) {
        this.wanted = wanted;
        this.manifest = manifest;
        this.file = file;
        this.reading = reading;
        this.lacking = List.copyOf(lacking);
    }

    /** Where it goes. */
    RelPath path() {
        return wanted.path();
    }

    /** The name of the root of its manifest. */
    Digest content() {
        return manifest.root().name();
    }

    /** Bytes of all of it. */
    long bytes() {
        return manifest.root().bytes();
    }

    /**
     * What lacks, as pieces: each some whole chunks.
     *
     * @param bytesMin of a piece, but for those with nothing behind them
     */
    List<Range> pieces(long bytesMin) throws IOException {
        long bytes =
                Math.clamp(bytes() / PIECES_USUAL, bytesMin, Math.max(bytesMin, PIECE_BYTES_MAX));
        List<Range> pieces = new ArrayList<>();
        Manifest.Cursor runs = manifest.cursor();
        for (Range range : lacking) {
            long end = range.offset() + range.length();
            runs.seek(range.offset());
            long from = range.offset();
            for (long at = from; at < end; ) {
                ChunkRun run = next(runs);
                long runEnd = Math.min(end, runs.offset() + run.bytes());
                int chunk = run.chunk().length();
                while (at < runEnd) {
                    long chunks =
                            Math.clamp((bytes - (at - from)) / chunk, 1, (runEnd - at) / chunk);
                    at += chunks * chunk;
                    if (at - from >= bytes || at == end) {
                        pieces.add(new Range(from, at - from, null));
                        from = at;
                    }
                }
            }
        }
        return pieces;
    }

    private static ChunkRun next(Manifest.Cursor runs) throws IOException {
        ChunkRun run = runs.next();
        if (run == null) {
            throw new IOException("bytes behind the last chunk");
        }
        return run;
    }

    /** Takes a piece, if it is what it has to be. */
    Taken take(long offset, Slice bytes) throws IOException {
        if (!isRight(offset, bytes)) {
            return Taken.WRONG;
        }
        synchronized (this) {
            if (sealed || failure != null) {
                return Taken.NOT;
            }
            try {
                file.write(offset, bytes.array(), bytes.offset(), bytes.length());
            } catch (FsException e) {
                failure = e; // told by whoever opened the file
                return Taken.NOT;
            }
            literal += bytes.length();
            return Taken.RIGHT;
        }
    }

    private boolean isRight(long offset, Slice bytes) throws IOException {
        ChunkName name = new ChunkName();
        Manifest.Cursor runs = manifest.cursor();
        runs.seek(offset);
        int done = 0;
        while (done < bytes.length()) {
            ChunkRun run = next(runs);
            Chunk chunk = run.chunk();
            long end = Math.min(bytes.length(), runs.offset() + run.bytes() - offset);
            for (; done < end; done += chunk.length()) {
                if (chunk.length() > bytes.length() - done
                        || !name.of(bytes.array(), bytes.offset() + done, chunk.length())
                                .equals(chunk)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Reads bytes that are there; null if they cannot be had any more. */
    synchronized byte @Nullable [] read(long offset, int length) throws IOException {
        if (closed) {
            return null;
        }
        try {
            byte[] bytes = new byte[length];
            return reading.read(offset, bytes, 0, length) == length ? bytes : null;
        } catch (FsException e) {
            return null;
        }
    }

    /** Why a piece could not be written; null if all could. */
    synchronized @Nullable FsException failure() {
        return failure;
    }

    /** Content bytes that came, once nothing may be written any more. */
    synchronized long seal() {
        sealed = true;
        return literal;
    }

    Wanted wanted() {
        return wanted;
    }

    /** Nothing is read or written any more. */
    synchronized void close() {
        sealed = true;
        if (!closed) {
            closed = true;
            reading.close();
        }
    }
}
