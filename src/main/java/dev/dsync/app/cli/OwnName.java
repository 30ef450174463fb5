package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine is called by others. */
final class OwnName {
    private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

    private OwnName() {}

    /** As given; {@code USER@HOST} if nothing is. */
    static String of(String given) throws UsageException, IOException {
        if (given.isEmpty()) {
            String host = Files.readString(HOST, StandardCharsets.UTF_8).strip();
            String usual = System.getProperty("user.name", "") + "@" + host;
            return ShareName.parse(usual).map(ShareName::text).orElse("dsync");
        }
        if (ShareName.parse(given).isEmpty()) {
            throw new UsageException(
                    "cannot use --name '"
                            + Printable.of(given)
                            + "': no machine can be called so; use letters and digits");
        }
        return given;
    }
}
