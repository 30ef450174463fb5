package dev.dsync.app.cli;

import dev.dsync.app.doctor.Check;
import dev.dsync.app.doctor.Checks;
import dev.dsync.app.doctor.Finding;
import dev.dsync.app.doctor.Programs;
import dev.dsync.app.doctor.Report;
import dev.dsync.app.doctor.Surroundings;
import dev.dsync.app.render.Printable;
import dev.dsync.io.transport.TlsDialler;
import dev.dsync.io.transport.TlsEndpoint;
import dev.dsync.io.trust.DeviceKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code doctor}: what would keep dsync from working here, and every setting with its source. */
final class DoctorCommand implements Command {
    private final CommandSpec spec;
    private final List<String> hosts = new ArrayList<>();
    private final List<String> listen = new ArrayList<>();
    private final List<String> peers = new ArrayList<>();
    private final OptionSpec json = RunningWatch.json();
    private int wrong;
    private int notes;

    DoctorCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("HOST")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("0..*")
                        .description(
                                "A machine to reach: by ssh, or, as HOST:PORT, as a peer that"
                                        + " watches or serves there.")
                        .parameterConsumer((args, _, _) -> hosts.add(Latin.decoded(args.pop())))
                        .build());
        spec.addOption(
                TextOption.into(
                        listen,
                        "--listen",
                        "HOST:PORT",
                        "Look at this port, not at the one that is set; 22001 if none is."));
        spec.addOption(
                TextOption.into(
                        peers,
                        "--peers",
                        "HOST[:PORT],...",
                        "Try to reach these peers, not those that are set."));
        spec.addOption(json);
        spec.usageMessage()
                .customSynopsis(
                        "dsync doctor [HOST...] [--listen HOST:PORT] [--peers HOST[:PORT],...]"
                                + " [--json]")
                .description(
                        "Show what would keep dsync from working here, with the command that mends"
                                + " it; then every setting and its source.",
                        "",
                        "Nothing is changed. The exit code is 23 if something is wrong, 0 if not;"
                                + " a note is not wrong.")
                .footer("", "Example: dsync doctor me@nas office.example.org:22001");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public int run(Assembly assembly, Console console) throws UsageException, IOException {
        InetSocketAddress typed = listen.isEmpty() ? null : ListenAddress.parse(listen.getLast());
        List<PeerAddress> named = new ArrayList<>(PeersToDial.parse(peers).named());
        List<String> shells = new ArrayList<>();
        for (String host : hosts) {
            if (host.isEmpty() || host.startsWith("-")) {
                throw new UsageException(
                        "cannot look at '" + Printable.of(host) + "': it is no host; write HOST");
            }
            if (host.indexOf(':') >= 0) {
                named.addAll(PeerAddress.parse(host));
            } else {
                shells.add(host);
            }
        }
        SettingsCheck set = new SettingsCheck(assembly, console);
        Transcript out = new Transcript(console.out(), console.cancellation()::cancel);
        tell(out, set);
        Settings settings = set.settings();
        InetSocketAddress address = typed == null ? set.listen() : typed;
        named.addAll(peers.isEmpty() ? set.peers() : List.of());
        for (Check check : checks(assembly, console, set, address, shells, named)) {
            tell(out, check);
        }
        Map<String, List<String>> given = Map.of("listen", listen, "peers", peers);
        show(out, new SettingsTable(settings, console.environment(), given).rows());
        int exitCode = wrong == 0 ? ExitCode.OK : ExitCode.PARTIAL;
        out.line(isJson() ? DoctorLines.doctor(wrong, notes, exitCode) : "\n" + summary());
        out.flush();
        IOException lost = out.lost();
        return lost == null ? exitCode : console.complain(Messages.ofOutput(lost));
    }

    private static List<Check> checks(
            Assembly assembly,
            Console console,
            SettingsCheck set,
            InetSocketAddress address,
            List<String> shells,
            List<PeerAddress> peers)
            throws IOException {
        Surroundings around = new MachineSurroundings();
        Programs programs = new MachinePrograms(console.environment());
        Checks known = new Checks(around, programs);
        Home home = Home.of(console.environment());
        SecureRandom random = new SecureRandom();
        List<Check> checks = new ArrayList<>();
        checks.addAll(
                known.ofThisMachine(
                        assembly.system(), home.config(), home.state(), address, random));
        for (String host : shells) {
            checks.add(known.bySsh(host, set.shell(), set.dsyncPath(), PomVersion.read()));
        }
        if (!peers.isEmpty()) {
            // A key that is nobody's: whoever answers is asked for nothing, and this device has
            // perhaps none yet.
            TlsEndpoint nobody = new TlsEndpoint(DeviceKey.generate(random));
            TlsDialler dialler = new TlsDialler(nobody, console.nanoTime());
            peers.forEach(peer -> checks.add(new PeerCheck(dialler, peer)));
        }
        return checks;
    }

    private void tell(Transcript out, Check check) {
        for (Finding finding : looked(check)) {
            wrong += finding.level() == Finding.Level.WRONG ? 1 : 0;
            notes += finding.level() == Finding.Level.NOTE ? 1 : 0;
            out.text(
                    isJson()
                            ? DoctorLines.check(
                                            check.subject(),
                                            finding.level().name().toLowerCase(Locale.ROOT),
                                            finding.text(),
                                            finding.advice(),
                                            finding.command())
                                    + "\n"
                            : Report.finding(check.subject(), finding));
        }
        out.flush();
    }

    private static List<Finding> looked(Check check) {
        try {
            return check.look();
        } catch (IOException e) {
            String why = Printable.of(SystemWords.of(e));
            return List.of(
                    Finding.wrong(
                            "cannot be looked at: " + why,
                            "see what the system says",
                            "journalctl -n 20"));
        }
    }

    private void show(Transcript out, List<SettingsTable.Row> rows) {
        if (isJson()) {
            rows.forEach(r -> out.line(DoctorLines.setting(r.name(), r.source(), r.values())));
            return;
        }
        out.line("\nSettings");
        long silent = rows.stream().filter(SettingsTable.Row::isSilent).count();
        for (SettingsTable.Row row : rows) {
            if (!row.isSilent()) {
                out.text(Report.setting(row.name(), row.source(), String.join(" ", row.values())));
            }
        }
        out.text(Report.setting("others", "default", silent + " are off; --json lists all"));
    }

    private String summary() {
        String noted = notes == 0 ? "." : notes == 1 ? "; 1 note." : "; " + notes + " notes.";
        String told =
                switch (wrong) {
                    case 0 -> "Nothing is wrong";
                    case 1 -> "1 thing is wrong";
                    default -> wrong + " things are wrong";
                };
        return told + noted;
    }

    private boolean isJson() {
        return Boolean.TRUE.equals(json.getValue());
    }
}
