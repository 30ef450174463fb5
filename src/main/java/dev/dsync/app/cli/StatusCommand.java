package dev.dsync.app.cli;

import dev.dsync.app.control.ControlClient;
import dev.dsync.app.control.Status;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code status}: how a running watch is. */
final class StatusCommand implements Command {
    private final CommandSpec spec;
    private final OptionSpec json = RunningWatch.json();
    private final RunningWatch watch = new RunningWatch();

    StatusCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.addOption(json);
        spec.addPositional(watch.parameter());
        spec.usageMessage()
                .customSynopsis("dsync status [DIR] [--json]")
                .description("Show how a running watch is, and each of its peers.")
                .footer("", "Example: dsync status ./share");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public int run(Assembly assembly, Console console) throws IOException {
        return watch.with(assembly.system(), console, running -> show(running, console));
    }

    private int show(ControlClient running, Console console) throws IOException {
        Status status = running.status();
        AtomicLong conflicts = new AtomicLong();
        running.conflicts((copy, original) -> conflicts.incrementAndGet());
        return console.print(
                Boolean.TRUE.equals(json.getValue())
                        ? status.json(conflicts.get()) + "\n"
                        : text(status, conflicts.get()));
    }

    private static String text(Status status, long conflicts) {
        StringBuilder text = new StringBuilder(word(status.state()));
        text.append(' ').append(status.root()).append(" as ").append(status.share()).append(": ");
        text.append(status.files()).append(status.files() == 1 ? " file, " : " files, ");
        text.append(status.bytes()).append(" bytes\n");
        if (!status.why().isEmpty()) {
            text.append("paused: ").append(status.why()).append("; dsync approve goes on\n");
        }
        for (Status.Peer peer : status.peers()) {
            text.append(peer.name()).append(": ").append(words(peer)).append('\n');
        }
        if (conflicts > 0) {
            text.append(conflicts).append(conflicts == 1 ? " conflict" : " conflicts");
            text.append("; dsync conflicts shows all\n");
        }
        return text.toString();
    }

    private static String words(Status.Peer peer) {
        String error = peer.error().isEmpty() ? "" : ": " + peer.error();
        return switch (peer.reach()) {
            case CONNECTED -> "connected, " + (peer.isEqual() ? "in sync" : "not in sync") + error;
            case CONNECTING -> "connecting" + error;
            case UNREACHABLE -> "unreachable" + error;
        };
    }

    private static String word(Status.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
