package dev.dsync.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.StateDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys on a real disk. */
class StoredFilesTest {
    private static final ShareName MUSIC = new ShareName("music");

    private final Path folder;
    private final FileSystem system;
    private final StateDirectory directory;

    StoredFilesTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        system = FileSystem.ofThisMachine();
        directory = StateDirectory.open(system, bytes(folder.resolve("home")), new SecureRandom());
    }

    @AfterEach
    void closesHome() throws Exception {
        directory.close();
    }

    @Test
    void keys_areStoredForTheirOwnerAlone() throws Exception {
        ShareKeys keys = new ShareKeys(directory);
        ShareKey key = keys.create(MUSIC, new SecureRandom());
        DeviceKey device = DeviceKey.open(directory, new SecureRandom());

        assertEquals(Optional.of(key), keys.find(MUSIC));
        assertEquals(device.id(), DeviceKey.open(directory, new SecureRandom()).id());
        Path file = folder.resolve("home/keys/music.key");
        assertEquals(file.toString(), keys.location(MUSIC));
        assertEquals("rw-------", mode(file));
        assertEquals("rwx------", mode(file.resolveSibling(".")));
        assertEquals("rw-------", mode(folder.resolve("home/device.pem")));
        assertEquals(Optional.of(key), ShareKeys.read(system, bytes(file)));
    }

    @Test
    void fileOpenToOthers_isRefused() throws Exception {
        ShareKeys keys = new ShareKeys(directory);
        keys.create(MUSIC, new SecureRandom());
        Path file = folder.resolve("home/keys/music.key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        for (KeyFileException failure :
                List.of(
                        assertThrows(KeyFileException.class, () -> keys.find(MUSIC)),
                        assertThrows(
                                KeyFileException.class,
                                () -> ShareKeys.read(system, bytes(file))))) {
            assertEquals(KeyFileException.Reason.OPEN_TO_OTHERS, failure.reason());
            assertEquals(file.toString(), failure.location());
        }
    }

    @Test
    void namedFile_mayBeAnywhereButIsAFile() throws Exception {
        Path file = folder.resolve("k");
        assertEquals(Optional.empty(), ShareKeys.read(system, bytes(file)));
        Files.writeString(file, "11".repeat(32));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertEquals(ShareKey.parse("11".repeat(32)), ShareKeys.read(system, bytes(file)));
        Path link = Files.createSymbolicLink(folder.resolve("l"), file);
        for (Path other : List.of(link, folder)) {
            KeyFileException failure =
                    assertThrows(
                            KeyFileException.class, () -> ShareKeys.read(system, bytes(other)));
            assertEquals(KeyFileException.Reason.NOT_REGULAR, failure.reason());
        }
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static byte[] bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8);
    }
}
