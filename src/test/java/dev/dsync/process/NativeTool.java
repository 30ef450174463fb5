package dev.dsync.process;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A C source of the tests, compiled by gcc into the build directory once per version of its text.
 */
public final class NativeTool {

    private static final Path SOURCES = Path.of("src/test/native");

    private NativeTool() {}

    public static Path program(String name) throws IOException {
        return compiled(name, "", List.of());
    }

    /** For {@code LD_PRELOAD}. */
    public static Path library(String name) throws IOException {
        return compiled(name, ".so", List.of("-shared", "-fPIC"));
    }

    private static Path compiled(String name, String suffix, List<String> options)
            throws IOException {
        Path source = SOURCES.resolve(name + ".c");
        Path directory = besideTheClasses();
        Path result = directory.resolve(name + "-" + version(Files.readAllBytes(source)) + suffix);
        if (Files.exists(result)) {
            return result;
        }
        Files.createDirectories(directory);
        Path unfinished = Files.createTempFile(directory, name, ".tmp");
        List<String> argv = new ArrayList<>(List.of(Precondition.program("gcc").toString()));
        argv.addAll(List.of("-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-pthread"));
        argv.addAll(options);
        argv.addAll(List.of("-o", unfinished.toString(), source.toString(), "-ldl"));
        Command.of(argv).run().succeeded();
        // Two test processes may get here at once: each moves a whole file into place.
        return Files.move(
                unfinished,
                result,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path besideTheClasses() {
        try {
            URL classes = NativeTool.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(classes.toURI()).resolveSibling("native");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String version(byte[] source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(source);
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
