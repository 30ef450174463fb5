package dev.dsync.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The dsync of the application image that was built for the tests. */
public final class BuiltProgram {

    private BuiltProgram() {}

    /** Its absolute path, in which there may be spaces. */
    public static Path path() {
        return Path.of(System.getProperty("dsync.image", "")).toAbsolutePath().resolve("bin/dsync");
    }

    /**
     * A directory for {@code PATH} in which {@code dsync} is this program; for remote shells, which
     * split their command line at spaces.
     *
     * @param directory to be made; no space in its path
     */
    public static Path startedFrom(Path directory) throws IOException {
        Files.createDirectories(directory);
        String quoted = "'" + path().toString().replace("'", "'\\''") + "'";
        Path script =
                Files.writeString(
                        directory.resolve("dsync"), "#!/bin/sh\nexec " + quoted + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return directory;
    }
}
