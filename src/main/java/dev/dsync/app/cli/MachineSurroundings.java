package dev.dsync.app.cli;

import dev.dsync.app.doctor.Surroundings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is around dsync on the machine it runs on. */
final class MachineSurroundings implements Surroundings {
    @Override
    public String property(String name) {
        return System.getProperty(name, "");
    }

    @Override
    public Optional<String> text(String file) {
        try {
            return Optional.of(Files.readString(Path.of(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean canWatch() {
        try {
            FileSystems.getDefault().newWatchService().close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Optional<String> whyNotListening(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<ProcessHandle> holder(long socket) {
        String link = "socket:[" + socket + "]";
        try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
            return processes.filter(process -> holds(process, link)).findFirst();
        }
    }

    private static boolean holds(ProcessHandle process, String link) {
        Path folder = Path.of("/proc/" + process.pid() + "/fd");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (pointsTo(file, link)) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false; // another user's, or it has ended
        }
        return false;
    }

    private static boolean pointsTo(Path file, String link) {
        try {
            return Files.readSymbolicLink(file).toString().equals(link);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    @Override
    public List<Link> links() throws IOException {
        List<Link> links = new ArrayList<>();
        for (NetworkInterface found : NetworkInterface.networkInterfaces().toList()) {
            links.add(
                    new Link(
                            found.getName(),
                            found.isUp(),
                            found.supportsMulticast(),
                            found.isLoopback()));
        }
        return links;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}
