package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.mesh.FolderScan.Left;
import dev.dsync.engine.session.VirtualClock;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LeftoversTest {
    private static final byte[] BASE = "share".getBytes(StandardCharsets.UTF_8);
    private static final long DAY = 24 * 60 * 60;

    @Test
    void whatIsSmall_goesWhereNobodyBuilds_andAllGoesAfterADay() throws IOException {
        Left small = new Left(RelPath.literal("small"), 10, new Timestamp(5 * DAY, 0));
        Left large = new Left(RelPath.literal("large"), 1 << 20, new Timestamp(5 * DAY, 0));
        Left old = new Left(RelPath.literal("old"), 1 << 20, new Timestamp(4 * DAY - 1, 0));
        Left gone = new Left(RelPath.literal("gone/gone"), 1, new Timestamp(0, 0));
        List<Left> all = List.of(small, large, old, gone);

        assertEquals(Set.of("small", "large"), left(all, false));
        assertEquals(Set.of("large"), left(all, true));
    }

    private static Set<String> left(List<Left> staged, boolean alone) throws IOException {
        MemoryFileSystem system = new MemoryFileSystem(new VirtualClock());
        system.makeDirectories(BASE, 0755);
        UserTree tree = new UserTree(system, BASE);
        for (String name : List.of("small", "large", "old")) {
            tree.write(RelPath.literal(name), new byte[1], true);
        }
        try (Root root = system.openRoot(BASE)) {
            Leftovers.remove(root, staged, alone, new Timestamp(5 * DAY, 0));
        }
        return Set.copyOf(tree.look().keySet().stream().map(RelPath::toString).toList());
    }
}
