package dev.dsync.io.index;

import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Stamp;
import java.util.ArrayList;
import java.util.List;

/** Gathers records of a manifest to segments. */
final class StoredSink implements ManifestSink {
    private final StoredIndex index;
    private final RelPath path;
    private final long id;
    private final List<IndexedChunk> records = new ArrayList<>();
    private long segment;
    private long segmentOffset;
    private long offset;

    StoredSink(StoredIndex index, RelPath path, long id) {
        this.index = index;
        this.path = path;
        this.id = id;
    }

    @Override
    public void add(IndexedChunk chunk) {
        if (records.size() == ManifestTable.SEGMENT) {
            put();
        }
        records.add(chunk);
        offset += chunk.bytes();
    }

    private void put() {
        index.putSegment(id, segment++, segmentOffset, records);
        segmentOffset = offset;
        records.clear();
    }

    @Override
    public void finish(Stamp stamp, Timestamp observed, PageRoot root) {
        if (!records.isEmpty()) {
            put();
        }
        index.finish(path, id, stamp, observed, root);
    }
}
