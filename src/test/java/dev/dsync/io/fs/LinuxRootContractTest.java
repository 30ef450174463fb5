package dev.dsync.io.fs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A root on the machine's file system, opened one way or the other. */
abstract class LinuxRootContractTest extends RootContractTest {
    private final Umask umask = new Umask();
    @TempDir Path temporary;

    @Override
    byte[] emptyDirectory() throws IOException {
        Path made = Files.createDirectory(temporary.toRealPath().resolve("top"));
        return made.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    int openHandles() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                count += isHere(descriptor) ? 1 : 0;
            }
        }
        return count;
    }

    private boolean isHere(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(temporary.toRealPath());
        } catch (NoSuchFileException e) {
            return false; // the listing's own, or another thread's, closed meanwhile
        }
    }

    @Override
    void removeEmptyDirectory() throws IOException {
        Files.delete(temporary.resolve("top"));
    }

    @Override
    public void setUmask(int mask) {
        umask.set(mask);
    }
}
