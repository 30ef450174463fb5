package dev.dsync.engine.mesh;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.mesh.FolderScan.Depth;
import dev.dsync.engine.scan.Choice;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.engine.session.VirtualClock;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.index.LastingIndex;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** A folder that is watched now and then, and never has a peer. */
final class LoneFolder implements Closeable {
    static final byte[] BASE = "/r".getBytes(StandardCharsets.UTF_8);

    private final VirtualClock clock = new VirtualClock();
    final LastingIndex index = new LastingIndex(new SplittableRandom(1));
    final List<Loss> told = new ArrayList<>();
    private final AtomicLong draws = new AtomicLong();
    private final List<Closeable> open = new ArrayList<>();

    @Override
    public void close() throws IOException {
        for (Closeable one : open.reversed()) {
            one.close();
        }
    }

    /** A file system with some files in that directory. */
    MemoryFileSystem disk(long id, List<String> names) throws IOException {
        clock.advance(Duration.ofSeconds(5).toNanos());
        MemoryFileSystem system = new MemoryFileSystem(clock);
        system.id = id;
        system.makeDirectories(BASE, 0755);
        for (String name : names) {
            byte[] content = ("content of " + name).repeat(10).getBytes(StandardCharsets.UTF_8);
            write(system, name, content);
        }
        clock.advance(Duration.ofSeconds(5).toNanos());
        return system;
    }

    /** What is known of it, as one who begins to watch it knows it. */
    FolderState watch(MemoryFileSystem system) throws IOException {
        Indexing indexing =
                new Indexing(
                        (_, now) -> index.open(now), new Digest(1, 2, 3, 4), 1, run -> {}, null);
        Root root = system.openRoot(BASE);
        open.add(root);
        FolderState folder =
                FolderState.open(system, root, indexing, clock, draws::incrementAndGet);
        open.add(folder::close);
        folder.listen(
                happening -> {
                    if (happening instanceof Happening.Halted(Loss loss)) {
                        told.add(loss);
                    }
                });
        return folder;
    }

    /** Looks at everything; whether it may. */
    static boolean looks(FolderState folder) throws IOException {
        if (!folder.isThere()) {
            return false;
        }
        var before = folder.snapshot();
        FolderScan.Result result;
        try (KnownContents contents = folder.contents()) {
            result =
                    FolderScan.scan(
                            folder.root(),
                            contents,
                            Choice.ALL,
                            KnownContents.Stillness.UNKNOWN,
                            before.listing(),
                            Map.of(RelPath.ROOT, Depth.TREE));
        }
        folder.saw(result.found(), before, true, folder.replica());
        return true;
    }

    /** The paths it knows. */
    static List<String> known(FolderState folder) throws IOException {
        List<String> paths = new ArrayList<>();
        var entries = folder.snapshot().listing().cursor();
        for (var at = entries.next(); at != null; at = entries.next()) {
            if (!at.path().isRoot()) {
                paths.add(at.path().toString());
            }
        }
        return paths;
    }

    /** Its user writes a file. */
    static void write(MemoryFileSystem system, String name, byte[] content) throws IOException {
        try (UserTree tree = new UserTree(system, BASE)) {
            tree.write(RelPath.literal(name), content, true);
        }
    }
}
