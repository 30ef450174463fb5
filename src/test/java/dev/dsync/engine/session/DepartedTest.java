package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which files the index is to forget at the end of a run. */
final class DepartedTest {
    private static final Attributes ATTRIBUTES = new Attributes(0644, new Timestamp(5, 0), 0, 0);
    private static final List<String> INDEXED = List.of("deleted", "left", "meanwhile", "new");

    private final MemoryFileSystem system = new MemoryFileSystem(new VirtualClock());
    private final MemoryTree tree;

    DepartedTest() throws IOException {
        tree = new MemoryTree(system, "r");
    }

    private static Listing listing(Listed below, String... files) throws IOException {
        Listing.Writer writer = new Listing.Writer(Scenario.ARCHIVE, new MemoryPageStore());
        writer.add(new DirectoryEntry(RelPath.ROOT, ATTRIBUTES, below, null));
        for (String file : files) {
            writer.add(new FileEntry(RelPath.literal(file), ATTRIBUTES, 1, null, null, null));
        }
        return writer.finish();
    }

    @ParameterizedTest
    @EnumSource(names = {"ALL", "NONE", "FAILED"})
    void whatIsListedNowhere_andNotThere_isForgotten_whereAllWasListed(Listed listed)
            throws IOException {
        tree.file("left", "1", 5).file("new", "1", 5).file("meanwhile", "of another link", 5);
        try (Root root = system.openRoot("r".getBytes(StandardCharsets.UTF_8))) {
            Departed departed =
                    new Departed(
                            root, listing(listed, "left"), listing(Listed.ALL, "new"), Set.of());
            List<String> forgotten = new ArrayList<>();
            for (String path : INDEXED) {
                if (departed.isGone(RelPath.literal(path))) {
                    forgotten.add(path);
                }
            }
            assertEquals(listed == Listed.ALL ? List.of("deleted") : List.of(), forgotten);
        }
    }
}
