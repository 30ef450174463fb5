package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {
    private static final String BARE_PATH = "/usr/bin:/bin";

    @TempDir private Path directory;
    private Path launcher = Path.of("");

    private record Outcome(int exitCode, String out, String err) {}

    @BeforeEach
    void copyImage() throws IOException, InterruptedException {
        Path image = directory.resolve("an image with spaces");
        String built = System.getProperty("dsync.image", "");
        assertEquals(0, run(Map.of(), List.of("cp", "-Rp", built, image.toString())).exitCode());
        launcher = image.resolve("bin/dsync");
    }

    private Outcome run(Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path out = directory.resolve("stdout");
        Path err = directory.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", BARE_PATH);
        builder.environment().putAll(environment);
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        int exitCode = process.waitFor();
        return new Outcome(exitCode, Files.readString(out), Files.readString(err));
    }

    private void assertVersion(Outcome outcome) throws IOException {
        assertEquals("dsync " + PomVersion.read(), outcome.out().strip(), outcome.err());
        assertEquals("", outcome.err());
        assertEquals(0, outcome.exitCode());
    }

    private List<Path> caches() throws IOException {
        try (Stream<Path> files = Files.list(launcher.resolve("../../aot").normalize())) {
            return files.filter(file -> !file.toString().endsWith(".aot.lock")).toList();
        }
    }

    /** Starting it would fail: only its release file may be read. */
    private Path javaOfLongAgo() throws IOException {
        Path old = directory.resolve("old");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        Files.createSymbolicLink(old.resolve("bin/java"), Path.of("/bin/false"));
        return old;
    }

    @Test
    void bareEnvironment_findsItsJdk_throughALinkAndSpaces()
            throws IOException, InterruptedException {
        Path link = directory.resolve("a link");
        Files.createSymbolicLink(link, launcher);
        assertVersion(run(Map.of(), List.of(link.toString(), "--version")));
    }

    @Test
    void firstRun_leavesACacheItsLockAndNothingElse() throws IOException, InterruptedException {
        // The image that was copied may have been run before.
        String kept = launcher.resolve("../../aot").normalize().toString();
        assertEquals(0, run(Map.of(), List.of("rm", "-rf", kept)).exitCode());
        assertVersion(run(Map.of(), List.of(launcher.toString(), "--version")));
        List<Path> caches = caches();
        assertEquals(1, caches.size(), caches::toString);
        assertTrue(caches.getFirst().toString().endsWith(".aot"), caches::toString);
        assertVersion(run(Map.of(), List.of(launcher.toString(), "--version")));
        assertEquals(caches, caches());
    }

    @Test
    void brokenCache_isHarmlessAndSilent() throws IOException, InterruptedException {
        assertVersion(run(Map.of(), List.of(launcher.toString(), "--version")));
        Files.writeString(caches().getFirst(), "rubbish");
        assertVersion(run(Map.of(), List.of(launcher.toString(), "--version")));
    }

    @Test
    void exitCode_isTheProgramsOwn() throws IOException, InterruptedException {
        Outcome outcome = run(Map.of(), List.of(launcher.toString(), "--no-such"));
        assertEquals(ExitCode.USAGE, outcome.exitCode());
        assertEquals("", outcome.out());
    }

    @Test
    void javaThatIsTooOld_isNamedWithTheRemedy() throws IOException, InterruptedException {
        Path old = javaOfLongAgo();
        Outcome outcome =
                run(
                        Map.of("DSYNC_JAVA_HOME", old.toString()),
                        List.of(launcher.toString(), "--version"));
        assertEquals(5, outcome.exitCode());
        assertTrue(outcome.err().contains("DSYNC_JAVA_HOME"), outcome.err());
    }

    @Test
    void javaHomeThatIsTooOld_isPassedOver() throws IOException, InterruptedException {
        Path old = javaOfLongAgo();
        assertVersion(
                run(
                        Map.of("JAVA_HOME", old.toString()),
                        List.of(launcher.toString(), "--version")));
    }

    @Test
    void twoFirstRunsOfASourceTree_buildOnce() throws IOException, InterruptedException {
        Path tree = directory.resolve("a source tree");
        Path tools = directory.resolve("tools");
        Files.createDirectories(tree.resolve("src/main"));
        Files.createDirectories(tools);
        Files.createFile(tree.resolve("pom.xml"));
        String built = System.getProperty("dsync.image", "");
        String maven =
                """
                #!/bin/sh
                echo build >>'%1$s/builds'
                sleep 0.5
                cp -Rp '%2$s' '%3$s/target/'
                touch '%3$s/target/image/stamp'
                """
                        .formatted(directory, built, tree);
        Path stub = Files.writeString(tools.resolve("mvn"), maven);
        assertTrue(stub.toFile().setExecutable(true));
        assertEquals(0, run(Map.of(), List.of("cp", "-Rp", "scripts", tree.toString())).exitCode());

        String start = "'" + tree.resolve("scripts/dsync") + "' --version";
        Outcome outcome =
                run(
                        Map.of("PATH", tools + ":" + BARE_PATH),
                        List.of("sh", "-c", start + " & " + start + "; wait"));

        assertEquals(List.of("build"), Files.readAllLines(directory.resolve("builds")));
        assertEquals(2, outcome.out().lines().count(), outcome.err());
    }
}
