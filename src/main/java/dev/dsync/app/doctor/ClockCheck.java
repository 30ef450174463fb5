package dev.dsync.app.doctor;

import dev.dsync.io.fs.FsException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The clock of the machine, and that of the file system where dsync keeps its state. */
final class ClockCheck implements Check {
    /** A file system of another machine may be this far off; more than a stamp's grain anywhere. */
    private static final long OFF_SECONDS = 3;

    private static final Instant PAST = Instant.parse("2025-09-01T00:00:00Z");

    private final Surroundings around;
    private final Probe probe;

    ClockCheck(Surroundings around, Probe probe) {
        this.around = around;
        this.probe = probe;
    }

    @Override
    public String subject() {
        return "clock";
    }

    @Override
    public List<Finding> look() throws IOException {
        Instant before = around.now();
        if (before.isBefore(PAST)) {
            return List.of(
                    Finding.wrong(
                            "it says " + before + ", when dsync was not made yet",
                            "set it",
                            "sudo timedatectl set-ntp true"));
        }
        long stamped;
        try {
            stamped = probe.write().stamped().seconds();
        } catch (FsException e) {
            return List.of(Finding.ok("it says " + before)); // the check of the state tells why
        }
        long off = offBy(before, stamped, around.now());
        if (Math.abs(off) < OFF_SECONDS) {
            return List.of(Finding.ok("that of the files agrees"));
        }
        return List.of(
                Finding.wrong(
                        "files are stamped " + apart(off) + " the clock",
                        "set it here, and at the machine that holds the files",
                        "sudo timedatectl set-ntp true"));
    }

    /** Seconds by which a clock is ahead that was read between two times; negative if behind. */
    static long offBy(Instant before, long seconds, Instant after) {
        if (seconds < before.getEpochSecond()) {
            return seconds - before.getEpochSecond();
        }
        return Math.max(0, seconds - after.getEpochSecond());
    }

    /** In words: so many seconds ahead of, or behind. */
    static String apart(long seconds) {
        return String.format(Locale.ROOT, "%,d s ", Math.abs(seconds))
                + (seconds < 0 ? "behind" : "ahead of");
    }
}
