package dev.dsync.core.reconcile;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Golden;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TombstonesGoldenTest {
    private static Revision delete(long seconds) {
        ReplicaId author = new ReplicaId(0x0123456789abcdefL);
        VersionVector version = VersionVector.of(Map.of(author, seconds, new ReplicaId(-1), 7L));
        return Revision.delete(version, author, seconds);
    }

    private static String page(List<String> paths) throws IOException {
        PageStore store = new MemoryPageStore();
        Tombstones.Writer writer = new Tombstones.Writer(store);
        for (String path : paths) {
            writer.add(RelPath.literal(path), delete(1_700_000_000L + path.length()));
        }
        PageRoot root = writer.finish().root();
        Digest name = root.name();
        return "%s of %d entries: %s\n"
                .formatted(
                        name,
                        root.entries(),
                        HexFormat.of().formatHex(store.find(name).orElseThrow()));
    }

    @Test
    void pages_asWritten() throws IOException {
        Golden.check(
                "tombstones/v1/pages.txt",
                page(List.of()) + page(List.of("a")) + page(List.of("dir/one", "dir/two", "ü")));
    }
}
