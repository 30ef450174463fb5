package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import dev.dsync.io.trust.ShareName;

/** What this machine is called by others. */
final class OwnName {
    private OwnName() {}

    /** As given; {@code USER@HOST} if nothing is. */
    static String of(String given) throws UsageException {
        if (given.isEmpty()) {
            String user = System.getProperty("user.name", "") + "@";
            return Interfaces.name()
                    .flatMap(host -> ShareName.parse(user + host))
                    .map(ShareName::text)
                    .orElse("dsync");
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
