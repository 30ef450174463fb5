package dev.dsync.engine.session;

import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.chunk.ManifestStream;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.io.fs.ReadableFile;
import java.io.IOException;

/** What an opened file contains. */
final class FileContent {
    private static final int READ_BYTES = 1 << 20;

    private FileContent() {}

    /** The manifest of the first {@code size} bytes, or of all if there are fewer. */
    static Manifest manifest(ReadableFile file, long size, PageStore pages) throws IOException {
        ManifestStream stream = new ManifestStream(pages);
        byte[] buffer = new byte[(int) Math.min(READ_BYTES, Math.max(size, 1))];
        long position = 0;
        while (position < size) {
            long data = file.nextData(position);
            long hole = (data < 0 ? size : Math.min(data, size)) - position;
            if (hole > 0) {
                stream.zeros(hole);
                position += hole;
                continue;
            }
            int want = (int) Math.min(buffer.length, size - position);
            int read = file.read(position, buffer, 0, want);
            if (read == 0) {
                break;
            }
            stream.write(buffer, 0, read);
            position += read;
        }
        return stream.finish();
    }

    /** The same manifest, with its one page among others. */
    static Manifest kept(Manifest inline, PageStore pages) throws IOException {
        Digest name = inline.root().name();
        pages.put(name, inline.store().find(name).orElseThrow());
        return new Manifest(inline.root(), pages);
    }
}
