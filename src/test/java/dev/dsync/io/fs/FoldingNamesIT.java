package dev.dsync.io.fs;

import static dev.dsync.io.fs.RootContractTest.name;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.RelPath;
import dev.dsync.process.Command;
import dev.dsync.process.Precondition;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of the kernel that folds names, if it has one: few are built so. */
@Tag("root")
final class FoldingNamesIT {
    private static final long DISK_BYTES = 64L << 20;

    private static boolean mounts(Path image, Path place, List<String> make) throws IOException {
        try (RandomAccessFile disk = new RandomAccessFile(image.toFile(), "rw")) {
            disk.setLength(0);
            disk.setLength(DISK_BYTES);
        }
        Path program = Path.of("/usr/sbin", make.getFirst());
        if (!Files.isExecutable(program)) {
            return false;
        }
        String[] words = make.toArray(String[]::new);
        words[0] = program.toString();
        String[] all = java.util.Arrays.copyOf(words, words.length + 1);
        all[words.length] = image.toString();
        return Command.of(all).run().exitCode() == 0
                && Command.of("mount", "-o", "loop", image + "", place + "").run().exitCode() == 0;
    }

    @Test
    void twins_areFound(@TempDir Path directory) throws IOException {
        Precondition.root();
        Path image = directory.resolve("disk");
        Path place = Files.createDirectory(directory.resolve("place"));
        boolean ext4 = mounts(image, place, List.of("mkfs.ext4", "-q", "-O", "casefold"));
        boolean mounted = ext4 || mounts(image, place, List.of("mkfs.vfat"));
        if (!mounted) {
            String reason = "the kernel mounts neither an ext4 that folds case nor a vfat";
            System.out.println("skipped: " + reason);
            Assumptions.abort(reason);
        }
        try {
            Path folding = Files.createDirectory(place.resolve("folding"));
            if (ext4) {
                Command.of("chattr", "+F", folding + "").run().succeeded();
            }
            check(folding);
        } finally {
            Command.of("umount", place + "").run().succeeded();
        }
    }

    private static void check(Path folding) throws IOException {
        byte[] path = folding.toString().getBytes(StandardCharsets.UTF_8);
        try (Root root = FileSystem.ofThisMachine().openRoot(path);
                Directory directory = root.open(RelPath.ROOT)) {
            directory.createFile(name("name")).close();
            directory.createFile(name("other")).close();
            assertEquals(Optional.of(name("name")), directory.twinOf(name("NAME")));
            assertFalse(directory.isExact(name("NAME")));
            assertTrue(directory.isExact(name("name")));
            assertEquals(Optional.of(true), directory.showsTwins(name("name")));
            assertEquals(Optional.empty(), directory.twinOf(name("new")));
        }
    }
}
