package dev.dsync.app.cli;

import dev.dsync.app.control.ControlClient;
import dev.dsync.app.render.JsonLines;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code conflicts}: the conflict copies in a directory that is watched. */
final class ConflictsCommand implements Command {
    private final CommandSpec spec;
    private final OptionSpec json = RunningWatch.json();
    private final RunningWatch watch = new RunningWatch();

    ConflictsCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.addOption(json);
        spec.addPositional(watch.parameter());
        spec.usageMessage()
                .customSynopsis("dsync conflicts [DIR] [--json]")
                .description(
                        "Show the conflict copies in a directory that is watched.",
                        "",
                        "Each line is the path of a copy from the root, a tab, and the path it",
                        "belongs to. The exit code is 40 if there are any, and 0 if there is none.")
                .footer("", "Example: dsync conflicts ./share");
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
        Transcript transcript = new Transcript(console.out(), console.cancellation()::cancel);
        boolean isJson = Boolean.TRUE.equals(json.getValue());
        AtomicLong count = new AtomicLong();
        running.conflicts(
                (copy, original) -> {
                    count.incrementAndGet();
                    transcript.line(
                            isJson ? JsonLines.conflict(copy, original) : copy + "\t" + original);
                });
        transcript.flush();
        IOException lost = transcript.lost();
        if (lost != null) {
            return console.complain(Messages.ofOutput(lost));
        }
        return count.get() == 0 ? ExitCode.OK : ExitCode.CONFLICTS;
    }
}
