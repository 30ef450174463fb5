package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import dev.dsync.process.Ports;
import dev.dsync.process.ServeProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor as a process, on this machine as it is, and with several things broken at once. */
class DoctorIT {
    @TempDir private Path directory;

    private Command dsync(String... words) {
        List<String> argv = new ArrayList<>(List.of(Image.program().toString()));
        argv.addAll(Arrays.asList(words));
        return Command.of(argv).with("DSYNC_HOME", directory.resolve("home").toString());
    }

    private void mode(String file, String mode) throws IOException {
        Files.setPosixFilePermissions(
                directory.resolve(file), PosixFilePermissions.fromString(mode));
    }

    private static void assertSays(Finished run, String... lines) {
        for (String line : lines) {
            assertTrue(run.stdout().contains(line + "\n"), line + "\n" + run.stdout());
        }
    }

    /** What the machine allows is not the tests' to say; what is dsync's own is. */
    @Test
    void soundHome_isFoundSound_andStaysAsItIs() throws IOException {
        dsync("key", "new", "photos").run().succeeded();
        Finished run = dsync("doctor", "--listen", "localhost:" + Ports.free()).run();
        assertSays(
                run,
                "settings      ok     all can be used",
                "locale        ok     file names are UTF-8",
                "clock         ok     that of the files agrees",
                "Settings",
                "rsh               default      ssh");
        assertTrue(run.stdout().contains("\nkeys          ok     1 share in "), run.stdout());
        assertTrue(run.stdout().contains("\nport          ok     "), run.stdout());
        boolean isSound = run.stdout().contains("Nothing is wrong");
        assertEquals(isSound ? ExitCode.OK : ExitCode.PARTIAL, run.exitCode(), run.stdout());
        assertEquals(!isSound, run.stdout().contains(" wrong  "), run.stdout());
        assertFalse(Files.exists(directory.resolve("home/state")));
        assertFalse(Files.exists(directory.resolve("home/device.pem")));
        assertTrue(
                run.stdout().lines().allMatch(l -> l.length() <= 80 || l.contains("/")),
                run.stdout());
    }

    @Test
    void severalThingsBroken_areAllFound() throws IOException {
        dsync("key", "new", "photos").run().succeeded();
        mode("home/keys/photos.key", "rw-r--r--");
        Files.writeString(directory.resolve("home/config.toml"), "delet = true\n");
        mode("home/config.toml", "rw-r--r--");
        Files.createDirectories(directory.resolve("home/state"));
        mode("home/state", "rwxr-xr-x");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            String nobody = "localhost:" + Ports.free();
            Finished run =
                    dsync("doctor", "--listen", "127.0.0.1:" + port, nobody, "nas")
                            .with("DSYNC_RSH", "sh -c 'echo 1700000000; exit 127'")
                            .run();
            assertEquals(ExitCode.PARTIAL, run.exitCode());
            String home = directory.resolve("home").toString();
            assertSays(
                    run,
                    "$ ${EDITOR:-vi} " + home + "/config.toml",
                    "$ chmod go= " + home + "/keys/photos.key",
                    "$ chmod go= " + home + "/state",
                    "$ dsync serve --share NAME=PATH --listen :" + nobody.substring(10));
            assertTrue(
                    run.stdout().contains("port          wrong  " + port + " is taken by java"),
                    run.stdout());
            assertTrue(run.stdout().contains("things are wrong"), run.stdout());
        }
    }

    @Test
    void json_saysTheSameToPrograms() throws IOException {
        Files.createDirectories(directory.resolve("home"));
        mode("home", "rwxr-xr-x");
        Finished run = dsync("doctor", "--json").with("DSYNC_PORT", "7").run();
        assertEquals(ExitCode.PARTIAL, run.exitCode());
        assertSays(
                run,
                "{\"v\":1,\"event\":\"check\",\"check\":\"settings\",\"level\":\"ok\",\"text\":\"all"
                    + " can be used\"}",
                "{\"v\":1,\"event\":\"setting\",\"name\":\"port\",\"source\":\"environment\",\"values\":[\"7\"]}");
        assertTrue(run.stdout().contains("\"command\":\"chmod go= "), run.stdout());
        assertTrue(run.stdout().endsWith(",\"exitCode\":23}\n"), run.stdout());
    }

    @Test
    void shares_thatAreServed_answerAsAPeer() throws IOException {
        dsync("key", "new", "photos").run().succeeded();
        List<String> program = List.of(Image.program().toString());
        List<String> shares = List.of("--share", "photos=" + directory);
        try (ServeProcess serving = ServeProcess.open(program, directory.resolve("home"), shares)) {
            String address = "127.0.0.1:" + serving.port();
            Finished run = dsync("doctor", "--listen", address, address).run();
            assertTrue(
                    run.stdout().contains("peer          ok     " + address + ": speaks dsync/1"),
                    run.stdout());
            assertTrue(run.stdout().contains(" is served by dsync (process "), run.stdout());
        }
    }

    @Test
    void words_thatNameNoHost_areUsage() throws IOException {
        assertEquals(ExitCode.USAGE, dsync("doctor", "").run().exitCode());
        assertEquals(ExitCode.USAGE, dsync("doctor", "--listen", "x").run().exitCode());
    }
}
