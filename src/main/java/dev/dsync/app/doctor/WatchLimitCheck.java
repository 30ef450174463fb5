package dev.dsync.app.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How much the kernel lets a user watch. */
final class WatchLimitCheck implements Check {
    private static final String FOLDER = "/proc/sys/fs/inotify/";

    /** Fewer directories than many a home has. */
    private static final long DIRECTORIES_FEW = 65_536;

    private static final long DIRECTORIES_ADVISED = 524_288;
    private static final long QUEUES_FEW = 64;
    private static final long QUEUES_ADVISED = 512;

    private final Surroundings around;

    WatchLimitCheck(Surroundings around) {
        this.around = around;
    }

    @Override
    public String subject() {
        return "watch limits";
    }

    @Override
    public List<Finding> look() {
        long directories = limit("max_user_watches");
        long queues = limit("max_user_instances");
        if (directories < 0 || queues < 0) {
            return List.of(
                    Finding.note(
                            "the kernel does not say how much a user may watch",
                            "ask it; where there is no inotify, watch looks by itself",
                            "sysctl fs.inotify"));
        }
        List<Finding> findings = new ArrayList<>();
        if (!around.canWatch()) {
            findings.add(
                    Finding.wrong(
                            "this user has no queue left of " + number(queues),
                            "allow more" + lasting(),
                            sysctl("max_user_instances", Math.max(QUEUES_ADVISED, 2 * queues))));
        } else if (queues < QUEUES_FEW) {
            findings.add(
                    Finding.note(
                            "queues to a user, which other programs share: " + number(queues),
                            "allow more" + lasting(),
                            sysctl("max_user_instances", QUEUES_ADVISED)));
        }
        if (directories < DIRECTORIES_FEW) {
            findings.add(
                    Finding.wrong(
                            "directories to a user: "
                                    + number(directories)
                                    + "; in others, changes are found late",
                            "allow more" + lasting(),
                            sysctl("max_user_watches", DIRECTORIES_ADVISED)));
        }
        if (findings.isEmpty()) {
            findings.add(
                    Finding.ok(
                            number(directories) + " directories, " + number(queues) + " queues"));
        }
        return findings;
    }

    private long limit(String name) {
        String text = around.text(FOLDER + name).orElse("").strip();
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private static String lasting() {
        return "; the same in /etc/sysctl.d/60-dsync.conf lasts";
    }

    private static String sysctl(String name, long value) {
        return "sudo sysctl -w fs.inotify." + name + "=" + value;
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
