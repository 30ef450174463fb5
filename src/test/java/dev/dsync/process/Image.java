package dev.dsync.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/** The application image that was built before the tests. */
public final class Image {

    private Image() {}

    /** Its launcher. */
    public static Path program() {
        return launcher(built());
    }

    /**
     * A launcher that every user may start.
     *
     * @param scratch where the image is copied to if it lies behind a closed directory; everybody
     *     may pass it
     */
    public static Path programForEverybody(Path scratch) throws IOException {
        Path image = built();
        for (Path at = image; at != null; at = at.getParent()) {
            if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                Command.of("cp", "-Rp", image.toString(), scratch.toString()).run().succeeded();
                return launcher(scratch.resolve(image.getFileName()));
            }
        }
        // The first start leaves a cache beside the image, which another user could not.
        Command.of(launcher(image).toString(), "--version").run().succeeded();
        return launcher(image);
    }

    /**
     * A directory for {@code PATH} in which {@code dsync} is this program; for remote shells, which
     * split their command line at spaces.
     *
     * @param directory to be made; no space in its path
     * @param program in whose path there may be spaces
     */
    public static Path startedFrom(Path directory, Path program) throws IOException {
        Files.createDirectories(directory);
        String quoted = "'" + program.toString().replace("'", "'\\''") + "'";
        Path script =
                Files.writeString(
                        directory.resolve("dsync"), "#!/bin/sh\nexec " + quoted + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return directory;
    }

    private static Path built() {
        return Path.of(System.getProperty("dsync.image", "")).toAbsolutePath();
    }

    private static Path launcher(Path image) {
        return image.resolve("bin/dsync");
    }
}
