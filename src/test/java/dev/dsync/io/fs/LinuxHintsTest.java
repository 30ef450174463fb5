package dev.dsync.io.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.ChangeHints.Hint;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hints from inotify. */
final class LinuxHintsTest extends ChangeHintsContractTest {
    @TempDir Path temporary;

    @Override
    LinuxRoot openEmpty() throws IOException {
        return (LinuxRoot)
                FileSystem.ofThisMachine()
                        .openRoot(temporary.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    ChangeHints openHints(Root of, int hintsMax) throws IOException {
        LinuxRoot root = (LinuxRoot) of;
        return root.openHints(name -> false, new Inotify(root.descriptor()), hintsMax);
    }

    @Override
    int openWatches() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                count += isWatch(descriptor) ? 1 : 0;
            }
        }
        return count;
    }

    private static boolean isWatch(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString().endsWith("inotify");
        } catch (NoSuchFileException e) {
            return false; // the listing's own, or another thread's, closed meanwhile
        }
    }

    @Test
    @Tag("slow")
    void queueOfTheKernelOverflows_isSaid_andAllIsWatchedAfterwards() throws IOException {
        try (LinuxRoot root = openEmpty();
                ChangeHints hints = root.openHints(name -> false);
                Directory top = root.open(RelPath.ROOT)) {
            long queued = setting("max_queued_events");
            for (int i = 0; i <= queued / 2; i++) {
                top.createFile(Name.literal("f" + i)).close();
            }
            top.makeDirectory(Name.literal("unseen"), 0755);
            List<Hint> all = hints.await(Duration.ZERO);
            assertEquals(new Hint.Overflow(), all.getFirst());
            try (Directory unseen = root.open(RelPath.literal("unseen"))) {
                unseen.createFile(Name.literal("f")).close();
            }
            assertEquals(
                    List.of(new Hint.Closed(RelPath.literal("unseen/f"))),
                    hints.await(Duration.ZERO));
        }
    }

    private static long setting(String name) throws IOException {
        Path file = Path.of("/proc/sys/fs/inotify", name);
        try (var reader = Files.newBufferedReader(file)) {
            return Long.parseLong(reader.readLine());
        }
    }

    @Test
    void limitOfWatches_isNamedWithItsRemedy_andNothingStaysWatched() throws IOException {
        try (LinuxRoot root = openEmpty();
                LinuxHints hints =
                        root.openHints(name -> false, new FewWatches(root.descriptor(), 4), 99);
                Directory top = root.open(RelPath.ROOT)) {
            assertTrue(hints.limit().isEmpty());
            assertEquals(3, hints.watches());
            top.makeDirectory(Name.literal("a"), 0755);
            top.makeDirectory(Name.literal("b"), 0755);
            assertEquals(new Hint.Overflow(), hints.await(Duration.ZERO).getFirst());
            ChangeHints.Limit limit = hints.limit().orElseThrow();
            assertEquals("fs.inotify.max_user_watches", limit.setting());
            assertEquals(setting("max_user_watches"), limit.value());
            assertTrue(limit.enough() > limit.value());
            assertEquals(
                    "sysctl -w fs.inotify.max_user_watches=" + limit.enough(), limit.command());
            assertEquals(0, hints.watches());
            top.makeDirectory(Name.literal("c"), 0755);
            assertEquals(List.of(), hints.await(Duration.ofMillis(5)));
            hints.wake();
            assertEquals(List.of(), hints.await(Duration.ofDays(1)));
        }
    }

    @Test
    void limitOfQueues_isNamedWithItsRemedy() throws IOException {
        try (LinuxRoot root = openEmpty()) {
            Inotify none = new Inotify(root.descriptor());
            none.closeQueue(); // as if the user had too many: a real limit is everybody's
            try (ChangeHints hints = root.openHints(name -> false, none, 99)) {
                assertEquals(
                        "fs.inotify.max_user_instances", hints.limit().orElseThrow().setting());
                assertEquals(List.of(new Hint.Overflow()), hints.await(Duration.ZERO));
                assertEquals(List.of(), hints.await(Duration.ofMillis(5)));
            }
        }
    }

    /** A queue of few watches. */
    private static final class FewWatches extends Inotify {
        private int left;

        FewWatches(Descriptor near, int watches) throws FsException {
            super(near);
            left = watches;
        }

        @Override
        int add(Descriptor directory, boolean itself) throws FsException {
            if (left == 0) {
                throw new FsException(Reason.NO_SPACE);
            }
            left--;
            return super.add(directory, itself);
        }
    }
}
