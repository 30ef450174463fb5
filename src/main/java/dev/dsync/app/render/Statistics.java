package dev.dsync.app.render;

import dev.dsync.core.plan.KindCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of a run, as rsync's {@code --stats} block and closing lines show them.
 *
 * @param listed entries of the source
 * @param created entries the target did not have
 * @param deleted entries the target has no more
 * @param transferredFiles files whose content was sent
 * @param totalBytes sizes of all files listed, and the lengths of symbolic links' targets
 * @param transferredBytes sizes of the files whose content was sent
 * @param literalBytes content that travelled
 * @param matchedBytes content the target had
 * @param listingBytes pages of the listing that travelled, before compression
 * @param listingTime time to make it
 * @param listingTransferTime time to send it
 * @param sentBytes what this side handed to the connection
 * @param receivedBytes what it took from there
 * @param elapsed time of the whole run
 * @param dryRun nothing was done
 */
public record Statistics(
        KindCounts listed,
        KindCounts created,
        KindCounts deleted,
        long transferredFiles,
        long totalBytes,
        long transferredBytes,
        long literalBytes,
        long matchedBytes,
        long listingBytes,
        Duration listingTime,
        Duration listingTransferTime,
        long sentBytes,
        long receivedBytes,
        Duration elapsed,
        boolean dryRun) {

    private static final double NANOS = 1e9;
    private static final double SHORTEST_SECONDS = 1e-3;

    /** The lines of {@code --stats}. */
    public List<String> block(Figures figures) {
        return List.of(
                "Number of files: " + kinds(listed, figures),
                "Number of created files: " + kinds(created, figures),
                "Number of deleted files: " + kinds(deleted, figures),
                "Number of regular files transferred: " + figures.count(transferredFiles),
                "Total file size: " + figures.bytes(totalBytes) + " bytes",
                "Total transferred file size: " + figures.bytes(transferredBytes) + " bytes",
                "Literal data: " + figures.bytes(literalBytes) + " bytes",
                "Matched data: " + figures.bytes(matchedBytes) + " bytes",
                "File list size: " + figures.bytes(listingBytes),
                "File list generation time: "
                        + figures.decimal(seconds(listingTime), 3)
                        + " seconds",
                "File list transfer time: "
                        + figures.decimal(seconds(listingTransferTime), 3)
                        + " seconds",
                "Total bytes sent: " + figures.bytes(sentBytes),
                "Total bytes received: " + figures.bytes(receivedBytes));
    }

    /** The two lines that end the output of a run under {@code -v} or {@code --stats}. */
    public List<String> closing(Figures figures) {
        double travelled = (double) sentBytes + receivedBytes;
        double rate = travelled / Math.max(seconds(elapsed), SHORTEST_SECONDS);
        double speedup = travelled == 0 ? 0 : totalBytes / travelled;
        return List.of(
                "sent "
                        + figures.bytes(sentBytes)
                        + " bytes  received "
                        + figures.bytes(receivedBytes)
                        + " bytes  "
                        + figures.rate(rate)
                        + " bytes/sec",
                "total size is "
                        + figures.bytes(totalBytes)
                        + "  speedup is "
                        + figures.decimal(speedup, 2)
                        + (dryRun ? " (DRY RUN)" : ""));
    }

    private static String kinds(KindCounts counts, Figures figures) {
        List<String> parts = new ArrayList<>();
        add(parts, "reg", counts.files(), figures);
        add(parts, "dir", counts.directories(), figures);
        add(parts, "link", counts.symlinks(), figures);
        add(parts, "dev", counts.devices(), figures);
        add(parts, "special", counts.specials(), figures);
        String total = figures.count(counts.total());
        return parts.isEmpty() ? total : total + " (" + String.join(", ", parts) + ")";
    }

    private static void add(List<String> parts, String label, long count, Figures figures) {
        if (count > 0) {
            parts.add(label + ": " + figures.count(count));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
