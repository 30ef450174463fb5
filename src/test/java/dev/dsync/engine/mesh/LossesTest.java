package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import dev.dsync.engine.mesh.FolderScan.Found;
import dev.dsync.engine.session.Premises.Folder;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LossesTest {
    private static final Attributes ATTRIBUTES = new Attributes(0644, new Timestamp(1, 0), 0, 0);

    private static FileEntry file(String path, long content) {
        return new FileEntry(
                RelPath.literal(path), ATTRIBUTES, 1, null, new Digest(content, 0, 0, 0), null);
    }

    private static long count(Found... found) throws IOException {
        Listing.Writer writer = new Listing.Writer(Folder.PROFILE, new MemoryPageStore());
        Revision revision = Revision.value(VersionVector.EMPTY, new ReplicaId(1), null);
        writer.add(new DirectoryEntry(RelPath.ROOT, ATTRIBUTES, Listed.ALL, null), revision);
        writer.add(file("a", 1), revision);
        writer.add(file("b", 1), revision);
        writer.add(file("c", 2), revision);
        return Losses.count(List.of(found), writer.finish());
    }

    private static Found gone(String path) {
        return new Found.Gone(RelPath.literal(path));
    }

    private static Found there(String path, long content) {
        return new Found.There(file(path, content));
    }

    @Test
    void whatIsGone_isLess() throws IOException {
        assertEquals(3, count(gone("a"), gone("b"), gone("c")));
    }

    @Test
    void whatWasMoved_isNotLess_asOftenAsItIsThereAnew() throws IOException {
        assertEquals(0, count(gone("a"), there("x", 1)));
        assertEquals(1, count(gone("a"), gone("b"), there("x", 1)));
    }

    @Test
    void whatIsNewOrEdited_makesUpForNothing() throws IOException {
        assertEquals(2, count(gone("a"), gone("b"), there("c", 1), there("y", 3), there("z", 4)));
    }
}
