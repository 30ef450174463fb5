package dev.dsync.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An sshd of the test's own on the loopback: own host key, own user key, own port, nothing of the
 * machine's.
 */
public final class SshServer implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 5;

    private final Path directory;
    private final int port;
    private final Command.Running daemon;

    private SshServer(Path directory, int port, Command.Running daemon) {
        this.directory = directory;
        this.port = port;
        this.daemon = daemon;
    }

    /**
     * Starts a server that lets in whoever has its user key, and returns once it listens.
     *
     * @param directory for keys and configuration, empty
     * @param remotePath what {@code PATH} is to a command run by the server
     * @param moreConfiguration lines for {@code sshd_config}, a forced command for instance
     */
    public static SshServer open(Path directory, String remotePath, String... moreConfiguration)
            throws IOException {
        Path sshd = Precondition.program("sshd");
        Precondition.program("ssh");
        Precondition.root();
        Files.createDirectories(home(directory));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        // Where sshd separates privileges it wants this directory, which a package makes only with
        // its service.
        Files.createDirectories(Path.of("/run/sshd"));
        keygen(directory.resolve("host_key"));
        keygen(directory.resolve("user_key"));
        Files.copy(directory.resolve("user_key.pub"), directory.resolve("authorized_keys"));
        for (int attempt = 1; ; attempt++) {
            int port = Ports.free();
            Files.write(
                    directory.resolve("sshd_config"),
                    configuration(directory, port, remotePath, moreConfiguration));
            Command.Running daemon =
                    Command.of(
                                    sshd.toString(),
                                    "-D",
                                    "-e",
                                    "-f",
                                    directory.resolve("sshd_config").toString())
                            .start();
            SshServer server = new SshServer(directory, port, daemon);
            Eventually.eventually(
                    "sshd listens", DEADLINE, () -> accepts(port) || !daemon.process().isAlive());
            if (daemon.process().isAlive()) {
                server.writeKnownHosts();
                return server;
            }
            // Another process may have taken the port in between.
            if (attempt == ATTEMPTS) {
                throw new IOException("sshd does not start: " + daemon.stderrSoFar());
            }
        }
    }

    /**
     * For {@code -e}: an ssh that knows this server, this key and no configuration of the user's.
     */
    public List<String> ssh() {
        List<String> words =
                new ArrayList<>(List.of("ssh", "-F", "none", "-p", Integer.toString(port)));
        words.addAll(List.of("-i", directory.resolve("user_key").toString()));
        for (String option :
                List.of(
                        "BatchMode=yes",
                        "IdentitiesOnly=yes",
                        "IdentityAgent=none",
                        "StrictHostKeyChecking=yes",
                        "LogLevel=ERROR",
                        "UserKnownHostsFile=" + directory.resolve("known_hosts"))) {
            words.add("-o");
            words.add(option);
        }
        return words;
    }

    /** The same as one argument; none of the words needs quotes. */
    public String sshCommand() {
        return String.join(" ", ssh());
    }

    /**
     * The same for another user of this machine, who may read nothing of the server's own.
     *
     * @param place for what that user has to read, empty; they may pass what is above it
     */
    public String sshCommandOf(int uid, Path place) throws IOException {
        Files.createDirectories(place);
        for (String name : List.of("user_key", "known_hosts")) {
            Path copy = Files.copy(directory.resolve(name), place.resolve(name));
            Files.setAttribute(copy, "unix:uid", uid);
        }
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        return sshCommand().replace(directory.toString(), place.toString());
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /**
     * The remote user's home, where the test may put a noisy {@code .bashrc}; PATH is only what the
     * test said.
     */
    public Path home() {
        return home(directory);
    }

    private static Path home(Path directory) {
        return directory.resolve("home");
    }

    /** What its sessions run at the moment. */
    public Stream<ProcessHandle> processes() {
        return daemon.process().descendants();
    }

    /** What sshd has logged. */
    public String log() {
        return daemon.stderrSoFar();
    }

    @Override
    public void close() {
        daemon.close();
    }

    private void writeKnownHosts() throws IOException {
        String key = Files.readString(directory.resolve("host_key.pub")).strip();
        Files.writeString(
                directory.resolve("known_hosts"), "[127.0.0.1]:" + port + " " + key + "\n");
    }

    private static List<String> configuration(
            Path directory, int port, String remotePath, String[] more) {
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "Port " + port,
                                "ListenAddress 127.0.0.1",
                                "HostKey " + directory.resolve("host_key"),
                                "AuthorizedKeysFile " + directory.resolve("authorized_keys"),
                                "PidFile none",
                                "StrictModes no",
                                "UsePAM no",
                                "PasswordAuthentication no",
                                "KbdInteractiveAuthentication no",
                                "PermitRootLogin yes",
                                "PrintMotd no",
                                "MaxStartups 100",
                                "SetEnv PATH=" + remotePath + " HOME=" + home(directory)));
        lines.addAll(List.of(more));
        return lines;
    }

    private static void keygen(Path file) throws IOException {
        Command.of(
                        Precondition.program("ssh-keygen").toString(),
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-C",
                        "test",
                        "-f",
                        file.toString())
                .run()
                .succeeded();
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException _) {
            return false; // Not yet: that is the answer.
        }
    }
}
