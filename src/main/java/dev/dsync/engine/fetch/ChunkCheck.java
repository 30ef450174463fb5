package dev.dsync.engine.fetch;

import dev.dsync.core.chunk.Chunk;
import dev.dsync.core.chunk.ChunkName;
import dev.dsync.core.chunk.ChunkRun;
import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds bytes of a file against the names of the chunks they have to be. */
final class ChunkCheck {
    private static final byte[] ZEROS = new byte[Chunk.BYTES_MIN];

    /** What zeros are cut into. */
    static final Chunk ZERO_CHUNK = new ChunkName().of(ZEROS, 0, ZEROS.length);

    private final Manifest.Cursor runs;
    private final Sha256 hash = new Sha256();
    private final List<Range> wrong = new ArrayList<>();
    private @Nullable ChunkRun run;
    private long runEnd;
    private long position = -1;
    private int inChunk;

    /** Not all of the chunk was taken. */
    private boolean isPartial;

    ChunkCheck(Manifest manifest) {
        runs = manifest.cursor();
    }

    /** The next bytes are those from here on; only forward. A chunk of which some lack is wrong. */
    void begin(long offset) throws IOException {
        if (offset == position) {
            return;
        }
        giveUp();
        if (offset >= runEnd) {
            runs.seek(offset);
            next();
        }
        position = offset;
        if (run != null) {
            inChunk = (int) ((offset - (runEnd - run.bytes())) % run.chunk().length());
            isPartial = inChunk > 0;
        }
    }

    /** The rest of the chunk does not come. */
    private void giveUp() throws IOException {
        if (inChunk > 0) {
            wrong.add(new Range(position - inChunk, chunk().length(), null));
            hash.finish();
            inChunk = 0;
        }
    }

    private void next() throws IOException {
        ChunkRun read = runs.next();
        run = read;
        runEnd = read == null ? Long.MAX_VALUE : runs.offset() + read.bytes();
    }

    /** Takes the next bytes. */
    void take(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            Chunk chunk = chunk();
            int more = Math.min(chunk.length() - inChunk, length - done);
            hash.update(bytes, offset + done, more);
            done += more;
            inChunk += more;
            position += more;
            if (inChunk == chunk.length()) {
                if (!hash.finish().equals(chunk.name()) || isPartial) {
                    wrong.add(new Range(position - inChunk, inChunk, null));
                }
                inChunk = 0;
                isPartial = false;
            }
        }
    }

    /** Takes so many zeros; the work does not grow with the number where chunks are zeros, too. */
    void zeros(long count) throws IOException {
        for (long left = count; left > 0; ) {
            Chunk chunk = chunk();
            long chunks = Math.min(left, runEnd - position) / chunk.length();
            if (inChunk == 0 && chunk.equals(ZERO_CHUNK) && chunks > 0) {
                position += chunks * chunk.length();
                left -= chunks * chunk.length();
            } else {
                int more = (int) Math.min(left, ZEROS.length);
                take(ZEROS, 0, more);
                left -= more;
            }
        }
    }

    private Chunk chunk() throws IOException {
        if (position == runEnd) {
            next();
        }
        if (run == null) {
            throw new IOException("bytes behind the last chunk");
        }
        return run.chunk();
    }

    /** Up to where all chunks were taken whole and right, if nothing lacks before this byte. */
    long proven(long end) {
        long at = inChunk > 0 ? Math.min(end, position - inChunk) : end;
        return wrong.isEmpty() ? at : Math.min(at, wrong.getFirst().offset());
    }

    /** The chunks that were others so far, which are forgotten. */
    List<Range> takeWrong() throws IOException {
        giveUp();
        List<Range> taken = List.copyOf(wrong);
        wrong.clear();
        return taken;
    }
}
