package dev.dsync.app.doctor;

import dev.dsync.app.render.Printable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Another machine by ssh: whether one gets in without being asked, and which dsync is there. */
final class SshCheck implements Check {
    private static final Duration ALLOWED = Duration.ofSeconds(20);
    private static final int CLOCK_OFF_SECONDS = 10;
    private static final int NOT_FOUND = 127;
    private static final int SSH_FAILED = 255;

    private final Programs programs;
    private final Surroundings around;
    private final String host;
    private final Reach reach;

    /**
     * How the machine is reached.
     *
     * @param shell the remote shell and its options
     * @param dsync what is run there as dsync
     * @param version of the dsync here
     */
    record Reach(List<String> shell, String dsync, String version) {
        Reach {
            shell = List.copyOf(shell);
        }
    }

    SshCheck(Programs programs, Surroundings around, String host, Reach reach) {
        this.programs = programs;
        this.around = around;
        this.host = host;
        this.reach = reach;
    }

    @Override
    public String subject() {
        return "ssh";
    }

    @Override
    public List<Finding> look() throws IOException {
        Instant before = around.now();
        Optional<Programs.Ended> ended = programs.run(ALLOWED, argv());
        Instant after = around.now();
        if (ended.isEmpty()) {
            return List.of(
                    Finding.wrong(
                            Printable.of(reach.shell.getFirst()) + " is not on the PATH",
                            "install it, as on Debian by",
                            "sudo apt-get install openssh-client"));
        }
        Programs.Ended there = ended.get();
        if (there.exitCode() == SSH_FAILED || there.exitCode() < 0) {
            return List.of(unreached(there));
        }
        List<Finding> findings = new ArrayList<>(List.of(program(there)));
        clock(there, before, after).ifPresent(findings::add);
        return findings;
    }

    private List<String> argv() {
        List<String> argv = new ArrayList<>(reach.shell);
        String program = argv.getFirst();
        if (program.substring(program.lastIndexOf('/') + 1).equals("ssh")) {
            argv.addAll(List.of("-o", "BatchMode=yes", "-o", "ConnectTimeout=10"));
        }
        argv.addAll(List.of("--", host, "date +%s; " + reach.dsync + " --version"));
        return argv;
    }

    private String typed(String more) {
        String shell = reach.shell.stream().map(Shell::word).collect(Collectors.joining(" "));
        return shell + " " + Shell.word(host) + (more.isEmpty() ? "" : " " + Shell.word(more));
    }

    private Finding unreached(Programs.Ended there) {
        String why = there.exitCode() < 0 ? "no answer in 20 s" : there.lastComplaint();
        String text = name() + ": " + (why.isEmpty() ? "no way in" : Printable.of(why));
        if (why.contains("Permission denied")) {
            String copy = reach.shell.getFirst().equals("ssh") ? "ssh-copy-id " : "";
            return Finding.wrong(
                    text,
                    "dsync cannot be asked for passwords; let your ssh key in",
                    copy.isEmpty() ? typed("") : copy + Shell.word(host));
        }
        if (why.contains("Host key verification failed")) {
            return Finding.wrong(
                    text, "log in once and compare the key of that machine", typed(""));
        }
        if (why.contains("Could not resolve")) {
            String bare = host.substring(host.indexOf('@') + 1);
            return Finding.wrong(text, "check its name", "getent hosts " + Shell.word(bare));
        }
        return Finding.wrong(text, "see how far it comes", typed("").replaceFirst(" ", " -v "));
    }

    private Finding program(Programs.Ended there) {
        Optional<String> version =
                there.out().lines().filter(l -> l.startsWith("dsync ")).findFirst();
        if (version.isEmpty()) {
            String text = name() + ": no dsync there";
            return there.exitCode() == NOT_FOUND
                    ? Finding.wrong(
                            text,
                            "install it there, or say where it is by DSYNC_DSYNC_PATH",
                            typed("command -v dsync; echo $PATH"))
                    : Finding.wrong(
                            text + " that runs: " + Printable.of(there.lastComplaint()),
                            "see what it says",
                            typed(reach.dsync + " --version"));
        }
        String text = name() + ": " + Printable.of(version.get());
        return version.get().equals("dsync " + reach.version)
                ? Finding.ok(text)
                : Finding.note(
                        text + ", and " + reach.version + " here",
                        "install the same on both machines; see which is older by",
                        typed(reach.dsync + " --version"));
    }

    private Optional<Finding> clock(Programs.Ended there, Instant before, Instant after) {
        Optional<String> time = there.out().lines().filter(l -> l.matches("\\d{9,11}")).findFirst();
        if (time.isEmpty()) {
            return Optional.empty();
        }
        long off = ClockCheck.offBy(before, Long.parseLong(time.get()), after);
        return Math.abs(off) < CLOCK_OFF_SECONDS
                ? Optional.empty()
                : Optional.of(
                        Finding.wrong(
                                name() + ": its clock is " + ClockCheck.apart(off) + " that here",
                                "-u and --take newer decide by them; set the one that is wrong",
                                typed("sudo timedatectl set-ntp true")));
    }

    private String name() {
        return Printable.of(host);
    }
}
