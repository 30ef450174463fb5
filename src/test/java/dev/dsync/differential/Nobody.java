package dev.dsync.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The user 65534, as far as a run needs files of its own. */
final class Nobody {

    static final int UID = 65534;

    private Nobody() {}

    /** A directory for a program's state, made once beside others. */
    static Path home(Path parent) throws IOException {
        Path home = parent.resolve("home-of-nobody");
        if (!Files.exists(home)) {
            Files.createDirectory(home);
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
            give(home);
        }
        return home;
    }

    /** Makes it the owner. */
    static Path give(Path path) throws IOException {
        return Files.setAttribute(path, "unix:uid", UID);
    }
}
