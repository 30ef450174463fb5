package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Made-up files and chunks for tests of indexes. */
final class Facts {
    static final Digest BOOT = digest("boot");
    static final Timestamp LONG_AGO = new Timestamp(1_800_000_000, 123_456_789);
    static final Timestamp NOW = new Timestamp(1_800_000_100, 0);

    private Facts() {}

    static Digest digest(String of) {
        byte[] bytes = of.getBytes(StandardCharsets.UTF_8);
        return new Sha256().update(bytes, 0, bytes.length).finish();
    }

    static RelPath path(String path) {
        return RelPath.literal(path);
    }

    static Stamp stamp(long size, Timestamp changed) {
        return new Stamp(Kind.FILE, size, LONG_AGO, changed, 4711 + size, 0644, 1000, -2);
    }

    static Stamp stamp(long size) {
        return stamp(size, LONG_AGO);
    }

    static IndexedChunk chunk(String name, int length) {
        Digest digest = digest(name);
        return new IndexedChunk(digest, length, 1, ~digest.a(), ~digest.b());
    }

    /** Chunks with names of their own. */
    static List<IndexedChunk> chunks(String of, int count) {
        List<IndexedChunk> chunks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chunks.add(chunk(of + i, 1000 + i));
        }
        return chunks;
    }

    static PageRoot root(String name) {
        return new PageRoot(digest(name), 1, 17, 1 << 20);
    }

    /** Notes a file whose manifest has the name of the content. */
    static void put(Index index, String path, String content, List<IndexedChunk> chunks) {
        put(index, path, content, chunks, stamp(content.length()));
    }

    static void put(
            Index index, String path, String content, List<IndexedChunk> chunks, Stamp stamp) {
        ManifestSink sink = index.manifest(path(path));
        chunks.forEach(sink::add);
        sink.finish(stamp, NOW, root(content));
    }

    /** The paths an index knows at and below one. */
    static List<String> paths(Index index, RelPath from) {
        List<String> paths = new ArrayList<>();
        try (FileCursor files = index.files(from)) {
            while (files.next()) {
                paths.add(files.file().path().toString());
            }
        }
        return paths;
    }
}
