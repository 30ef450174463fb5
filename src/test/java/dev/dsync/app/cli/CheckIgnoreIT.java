package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dsync check-ignore} as a program: where it runs says which root is meant. */
class CheckIgnoreIT {
    private static final String DSYNC = System.getProperty("dsync.image", "") + "/bin/dsync";

    @TempDir private Path directory;

    private Finished run(Path in, String input, String... words) throws IOException {
        return Command.of(DSYNC, "check-ignore").plus(words).in(in).fed(input).run();
    }

    @Test
    void root_isTheNearestThatIsWatchedElseTheCurrentDirectory() throws IOException {
        Path below = Files.createDirectories(directory.resolve("a/b/c"));
        Files.writeString(directory.resolve("a/.dsyncignore"), "/b/c/x\n/y\n");
        assertEquals(1, run(below, "", "x").exitCode());
        Files.createDirectory(directory.resolve("a/.dsync"));
        Finished ignored = run(below, "x\n../../y\ny\n", "-v", "--stdin");
        assertEquals(".dsyncignore:1:/b/c/x\tx\n.dsyncignore:2:/y\t../../y\n", ignored.stdout());
        assertEquals(0, ignored.exitCode());
        assertEquals(1, run(below, "", "--root", ".", "x").exitCode());
    }
}
