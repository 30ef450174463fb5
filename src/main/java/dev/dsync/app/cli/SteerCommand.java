package dev.dsync.app.cli;

import dev.dsync.app.control.ControlClient;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code approve}, {@code rescan} and {@code stop}: tell a running watch to do something. */
final class SteerCommand implements Command {
    private final CommandSpec spec;
    private final Order order;
    private final RunningWatch watch = new RunningWatch();

    /** What a watch is told. */
    private enum Order {
        APPROVE(
                "Let a running watch delete what it has paused for, or less of it, within ten"
                        + " minutes. What was approved is printed."),
        RESCAN("Have a running watch look at everything again."),
        STOP("End a running watch, and wait until it has ended.");

        private final String description;

        Order(String description) {
            this.description = description;
        }
    }

    SteerCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        this.order =
                switch (name) {
                    case "approve" -> Order.APPROVE;
                    case "rescan" -> Order.RESCAN;
                    default -> Order.STOP;
                };
        spec.addPositional(watch.parameter());
        spec.usageMessage()
                .customSynopsis("dsync " + name + " [DIR]")
                .description(order.description)
                .footer("", "Example: dsync " + name + " ./share");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public int run(Assembly assembly, Console console) throws IOException {
        return watch.with(assembly.system(), console, running -> tell(running, console));
    }

    private int tell(ControlClient running, Console console) throws IOException {
        switch (order) {
            case APPROVE -> {
                List<String> approved = running.approve();
                String said = approved.isEmpty() ? "nothing is held" : "approved: ";
                return console.print(said + String.join("\napproved: ", approved) + "\n");
            }
            case RESCAN -> running.rescan();
            case STOP -> running.stop();
        }
        return ExitCode.OK;
    }
}
