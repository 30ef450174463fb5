package dev.dsync.io.index;

import static dev.dsync.io.index.Facts.NOW;
import static dev.dsync.io.index.Facts.chunks;
import static dev.dsync.io.index.Facts.path;
import static dev.dsync.io.index.Facts.put;
import static dev.dsync.io.index.Facts.root;
import static dev.dsync.io.index.Facts.stamp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.index.Index.Commit;
import dev.dsync.io.index.Index.Health;
import dev.dsync.io.index.OpenedIndex.Finding;
import dev.dsync.process.Command;
import dev.dsync.process.Eventually;
import dev.dsync.process.Precondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** An index on a disk that fills up. */
@Tag("root")
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
final class IndexSpaceIT {
    @TempDir Path directory;

    private Path disk = Path.of("");
    private boolean mounted;

    @BeforeEach
    void mount() throws IOException {
        Precondition.root();
        disk = Files.createDirectory(directory.resolve("disk"));
        Command.of("mount", "-t", "tmpfs", "-o", "size=3m", "none", disk.toString())
                .run()
                .succeeded();
        mounted = true;
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void unmount() throws IOException {
        if (mounted) {
            Command.of("umount", disk.toString()).run().succeeded();
        }
    }

    private void fill(boolean inBulk) throws IOException {
        int durable = -1;
        try (Kept kept = new Kept().open(disk)) {
            Index index = kept.index().index();
            assertTrue(index.isKept());
            for (int i = 0; i < 1000 && index.health() == Health.SOUND; i++) {
                if (inBulk) {
                    try (Index.Bulk _ = index.bulk()) {
                        put(index, "f" + i, "x" + i, chunks("c" + i, 1000));
                    }
                } else {
                    put(index, "f" + i, "x" + i, chunks("c" + i, 1000));
                }
                if (index.commit() == Commit.DURABLE) {
                    durable = i;
                }
            }
            assertEquals(Health.NO_SPACE, index.health());
            assertEquals(Commit.LOST, index.commit());
            assertTrue(durable > 0);
            assertTrue(index.find(path("f0")).isPresent());
            put(index, "more", "m", chunks("m", 1));
        }
        check(durable, Finding.UNUSABLE, Finding.READY);
        Command.of("mount", "-o", "remount,size=32m", disk.toString()).run().succeeded();
        check(durable, Finding.READY);
    }

    /** Full or not, there is an index to work with, and what it knows is right. */
    private void check(int durable, Finding... findings) throws IOException {
        try (Kept kept = new Kept().open(disk)) {
            OpenedIndex opened = kept.index();
            assertTrue(List.of(findings).contains(opened.finding()), opened.toString());
            assertNotEquals(Health.DAMAGED, opened.index().health());
            for (int i = 0; i <= durable; i++) {
                int n = i;
                opened.index()
                        .find(path("f" + i))
                        .ifPresent(file -> assertEquals(root("x" + n), file.manifest()));
            }
            if (!opened.finding().isFirst()) {
                assertTrue(opened.index().find(path("f" + durable)).isPresent());
            }
        }
    }

    @Test
    void recovered_writesAgain_butNothingThatIsHalfLost() throws IOException {
        try (Kept kept = new Kept().open(disk)) {
            Index index = kept.index().index();
            for (int i = 0; i < 1000 && index.health() == Health.SOUND; i++) {
                put(index, "f" + i, "x" + i, chunks("c" + i, 1000));
                index.commit();
            }
            assertEquals(Health.NO_SPACE, index.health());
            ManifestSink begun = index.manifest(path("half"));
            begun.add(chunks("half", 1).getFirst());
            Command.of("mount", "-o", "remount,size=32m", disk.toString()).run().succeeded();
            assertEquals(Commit.LOST, index.commit());
            Eventually.eventually(
                    "it writes again",
                    Duration.ofSeconds(60),
                    () -> {
                        index.recover();
                        put(index, "more", "m", chunks("m", 1));
                        return index.commit() == Commit.DURABLE;
                    });
            begun.finish(stamp(4), NOW, root("half"));
            assertEquals(Commit.DURABLE, index.commit());
            assertTrue(index.find(path("half")).isEmpty());
        }
        try (Kept kept = new Kept().open(disk)) {
            assertEquals(Finding.READY, kept.index().finding());
            assertTrue(kept.index().index().find(path("more")).isPresent());
        }
    }

    @Test
    void commit_diskFull_saysWhatIsLostAndGoesOn() throws IOException {
        fill(false);
    }

    @Test
    void bulk_diskFull_saysWhatIsLostAndGoesOn() throws IOException {
        fill(true);
    }

    @Test
    void bulk_largerThanAllThatWaitsToBeWritten_diskFull_ends() throws IOException {
        try (Kept kept = new Kept().open(disk)) {
            Index index = kept.index().index();
            try (Index.Bulk _ = index.bulk()) {
                for (int i = 0; i < 3000 && index.health() == Health.SOUND; i++) {
                    put(index, "f" + i, "x" + i, chunks("c" + i, 1000));
                }
            }
            assertEquals(Health.NO_SPACE, index.health());
        }
    }
}
