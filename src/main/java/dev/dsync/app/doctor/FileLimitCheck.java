package dev.dsync.app.doctor;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many files dsync may have open. */
final class FileLimitCheck implements Check {
    private static final long FEW = 1_024;
    private static final Pattern LIMIT =
            Pattern.compile("(?m)^Max open files +(\\d{1,18}|unlimited) ");

    private final Surroundings around;

    FileLimitCheck(Surroundings around) {
        this.around = around;
    }

    @Override
    public String subject() {
        return "open files";
    }

    @Override
    public List<Finding> look() {
        Matcher limit = LIMIT.matcher(around.text("/proc/self/limits").orElse(""));
        if (!limit.find()) {
            return List.of(
                    Finding.note("the kernel does not say how many", "ask the shell", "ulimit -n"));
        }
        String most = limit.group(1);
        if (most.equals("unlimited") || Long.parseLong(most) >= FEW) {
            return List.of(Finding.ok("at most " + most));
        }
        return List.of(
                Finding.wrong(
                        "at most " + most + ": too few for an index and many peers",
                        "allow this shell more; LimitNOFILE=65536 in a systemd unit",
                        "sudo prlimit --pid $$ --nofile=65536"));
    }
}
