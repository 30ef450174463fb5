package dev.dsync.process;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine: missing, it is a failure under {@code CI=true} and a skipped
 * test elsewhere.
 */
public final class Precondition {

    private static final List<String> BEYOND_PATH =
            List.of("/usr/sbin", "/sbin", "/usr/local/sbin");

    private Precondition() {}

    /** The program's absolute path. */
    public static Path program(String name) {
        Optional<Path> found = find(name);
        require(found.isPresent(), name + " is not installed");
        return found.orElseThrow();
    }

    public static void root() {
        require(isRoot(), "the test does not run as root");
    }

    public static boolean isRoot() {
        return ProcessHandle.current().info().user().orElse("").equals("root");
    }

    public static void require(boolean holds, String otherwise) {
        if (!holds && "true".equals(System.getenv("CI"))) {
            fail("missing precondition: " + otherwise);
        }
        Assumptions.assumeTrue(holds, otherwise);
    }

    private static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        for (String directory : path.split(File.pathSeparator, -1)) {
            if (directory.startsWith("/") && Files.isExecutable(Path.of(directory, name))) {
                return Optional.of(Path.of(directory, name));
            }
        }
        return BEYOND_PATH.stream()
                .map(d -> Path.of(d, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
