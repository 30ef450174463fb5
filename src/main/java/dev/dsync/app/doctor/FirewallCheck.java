package dev.dsync.app.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a firewall lets peers in, as far as this user may know. */
final class FirewallCheck implements Check {
    private static final Duration ALLOWED = Duration.ofSeconds(5);

    /** A chain for what comes in that refuses what no rule takes, and the table above it. */
    private static final Pattern TABLE = Pattern.compile("table (\\S+) (\\S+) \\{");

    private static final Pattern CHAIN = Pattern.compile("chain (\\S+) \\{");

    private static final Pattern REFUSES = Pattern.compile(" -j (DROP|REJECT)\\b");

    /** What a rule of iptables has that is not about all peers. */
    private static final Pattern LIMITED =
            Pattern.compile(" (!|-s|-i|-d|-p udp|-m (?!tcp\\b)\\S+)( |$)");

    private final Programs programs;
    private final int port;

    FirewallCheck(Programs programs, int port) {
        this.programs = programs;
        this.port = port;
    }

    @Override
    public String subject() {
        return "firewall";
    }

    @Override
    public List<Finding> look() throws IOException {
        Optional<Programs.Ended> firewalld = run("firewall-cmd", "--state");
        if (firewalld.isPresent() && firewalld.get().exitCode() == 0) {
            return List.of(firewalld());
        }
        Optional<Programs.Ended> ufw = run("ufw", "status");
        if (ufw.isPresent() && ufw.get().out().contains("Status: active")) {
            return List.of(ufw(ufw.get().out()));
        }
        Optional<Programs.Ended> nft = run("nft", "list", "ruleset");
        if (nft.isPresent()) {
            return List.of(
                    nft.get().exitCode() == 0 ? nft(nft.get().out()) : unknown("nft list ruleset"));
        }
        Optional<Programs.Ended> iptables = run("iptables", "-S", "INPUT");
        if (iptables.isPresent()) {
            return List.of(
                    iptables.get().exitCode() == 0
                            ? iptables(iptables.get().out())
                            : unknown("iptables -S INPUT"));
        }
        return List.of(Finding.ok("none is installed on this machine"));
    }

    private Optional<Programs.Ended> run(String... argv) throws IOException {
        return programs.run(ALLOWED, List.of(argv));
    }

    private Finding firewalld() throws IOException {
        Optional<Programs.Ended> asked = run("firewall-cmd", "--query-port=" + port + "/tcp");
        if (asked.isPresent() && asked.get().exitCode() == 0) {
            return Finding.ok("firewalld lets " + port + " in");
        }
        return closed("firewalld", "sudo firewall-cmd --add-port=" + port + "/tcp");
    }

    private Finding ufw(String status) {
        boolean isOpen =
                status.lines().anyMatch(l -> l.matches(port + "(/tcp)? .*ALLOW.*") || opensAll(l));
        return isOpen
                ? Finding.ok("ufw lets " + port + " in")
                : closed("ufw", "sudo ufw allow " + port + "/tcp");
    }

    private static boolean opensAll(String line) {
        return line.matches("Anywhere .*ALLOW +(IN +)?Anywhere.*");
    }

    private Finding nft(String rules) {
        if (names(rules)) {
            return Finding.note(
                    "nftables has rules for " + port,
                    "see whether they let peers in",
                    "sudo nft list ruleset | grep " + port);
        }
        String table = "";
        String chain = "";
        for (String line : rules.lines().toList()) {
            Matcher newTable = TABLE.matcher(line);
            Matcher newChain = CHAIN.matcher(line);
            if (newTable.find()) {
                table = newTable.group(1) + " " + newTable.group(2);
            } else if (newChain.find()) {
                chain = newChain.group(1);
            } else if (line.contains("hook input") && line.contains("policy drop")) {
                String rule = " tcp dport " + port + " accept";
                return closed("nftables", "sudo nft insert rule " + table + " " + chain + rule);
            }
        }
        return Finding.ok("nftables lets " + port + " in");
    }

    private Finding iptables(String rules) {
        String mends = "sudo iptables -I INPUT -p tcp --dport " + port + " -j ACCEPT";
        boolean refuses = rules.contains("-P INPUT DROP") || rules.contains("-j REJECT");
        List<String> about = rules.lines().filter(this::names).toList();
        if (about.stream().anyMatch(rule -> REFUSES.matcher(rule).find())) {
            return about.size() == 1 && !LIMITED.matcher(about.getFirst()).find()
                    ? closed("iptables", mends)
                    : Finding.note(
                            "iptables has rules for " + port,
                            "see whether they let peers in",
                            "sudo iptables -S INPUT | grep " + port);
        }
        if (!refuses || !about.isEmpty()) {
            return Finding.ok("iptables lets " + port + " in");
        }
        return closed("iptables", mends);
    }

    private boolean names(String rules) {
        return Pattern.compile("\\b" + port + "\\b").matcher(rules).find();
    }

    private Finding closed(String firewall, String command) {
        return Finding.wrong(
                firewall + " lets nobody in on " + port,
                "let peers in, unless they all are dialled from here",
                command);
    }

    private static Finding unknown(String command) {
        return Finding.note(
                "only root may know its rules", "look at them as root", "sudo " + command);
    }
}
