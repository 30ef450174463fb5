package dev.dsync.app.cli;

import dev.dsync.app.doctor.Programs;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Stands for {@code nmcli}: profiles, one of which is a hotspot, and what was asked of it. */
final class FakeNmcli implements Programs {
    final List<String> profiles = new ArrayList<>(List.of("Home", "dsync-hotspot-x"));
    final List<String> asked = new ArrayList<>();
    boolean installed = true;
    String complaint = "";
    String management = "wpa-psk";
    String proto = "rsn";
    String address = "10.42.0.1/24 | 10.43.0.1/24\n";

    /** What happens while a profile is being deleted, before it is gone. */
    Runnable whileDeleting = () -> {};

    /** Counted down when a hotspot is being started, which then takes until it is interrupted. */
    @Nullable CountDownLatch endless;

    @Override
    public Optional<Ended> run(Duration allowed, List<String> argv) throws IOException {
        asked.add(String.join(" ", argv));
        if (!installed) {
            return Optional.empty();
        }
        if (argv.contains("hotspot")) {
            profiles.add(argv.get(argv.indexOf("con-name") + 1));
            if (endless != null) {
                endless.countDown();
                untilInterrupted();
            }
            return ended(complaint.isEmpty() ? 0 : 2, "");
        }
        if (argv.contains("delete")) {
            whileDeleting.run();
            return ended(profiles.remove(argv.getLast()) ? 0 : 10, "");
        }
        if (argv.contains("NAME")) {
            return ended(0, String.join("\n", profiles) + "\n");
        }
        String field = argv.get(argv.indexOf("--get-values") + 1);
        return ended(
                0,
                switch (field.substring(field.indexOf('.') + 1)) {
                    case "key-mgmt" -> management + "\n";
                    case "proto" -> proto + "\n";
                    case "ADDRESS" -> address;
                    case "psk" -> argv.contains("--show-secrets") ? "a;b:c\\d\n" : "\n";
                    default -> throw new IllegalArgumentException(field);
                });
    }

    private Optional<Ended> ended(int exitCode, String out) {
        return Optional.of(new Ended(exitCode, out, complaint));
    }

    private static void untilInterrupted() throws IOException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
