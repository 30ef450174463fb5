package dev.dsync.core.chunk;

import dev.dsync.core.merkle.PageStore;
import java.io.IOException;

/**
 * Makes manifests of files, one behind the other, from bytes that come in pieces of any size and
 * runs of zeros that do not come at all. It keeps its memory from file to file.
 */
public final class ManifestStream {
    /** Is told what a file is cut into. */
    public interface Listener {
        /**
         * The next chunks of the file; the run before may be of equal ones.
         *
         * @param bytes hold the run's chunk from {@code offset} on, once; they change after the
         *     call
         */
        void run(ChunkRun run, byte[] bytes, int offset) throws IOException;
    }

    private static final Listener NOBODY = (run, bytes, offset) -> {};

    private final ChunkName names = new ChunkName();
    private final Manifest.Writer writer;
    private final Listener listener;
    private final ChunkStream stream = new ChunkStream(Chunker.standard(), this::chunks);

    /** Writes pages into the store. */
    public ManifestStream(PageStore store) {
        this(store, NOBODY);
    }

    /** Writes pages into the store, and tells the listener of each run as soon as it is cut. */
    public ManifestStream(PageStore store, Listener listener) {
        writer = new Manifest.Writer(store);
        this.listener = listener;
    }

    private void chunks(byte[] bytes, int offset, int length, long count) throws IOException {
        ChunkRun run = new ChunkRun(names.of(bytes, offset, length), count);
        writer.add(run);
        listener.run(run, bytes, offset);
    }

    /** Takes the file's next bytes. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        stream.write(bytes, offset, length);
    }

    /** Takes so many zeros; the work does not grow with the number. */
    public void zeros(long count) throws IOException {
        stream.zeros(count);
    }

    /** Ends the file; the next bytes begin another. */
    public Manifest finish() throws IOException {
        stream.finish();
        return writer.finish();
    }

    /** Gives the file up, also after an exception; the next bytes begin another. */
    public void restart() {
        stream.restart();
        writer.restart();
    }
}
