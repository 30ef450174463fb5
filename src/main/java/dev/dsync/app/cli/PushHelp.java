package dev.dsync.app.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of push and pull: options under headings, and examples. */
final class PushHelp {
    private PushHelp() {}

    static void describe(CommandSpec spec) {
        UsageMessageSpec usage = spec.usageMessage();
        usage.customSynopsis("dsync " + spec.name() + " [OPTION]... SOURCE... DESTINATION")
                .description(
                        "Make DESTINATION like the sources; push and pull are one command.",
                        "",
                        "A location is PATH, [USER@]HOST:PATH (ssh), HOST::SHARE/PATH or",
                        "dsync://HOST[:PORT]/SHARE/PATH; at least one end is local. A slash behind"
                                + " a",
                        "source directory means what is in it. Every option has its --no- form.")
                .footer(
                        "",
                        "Examples:",
                        "  dsync push -n --delete photos/ backup/     what would be done?",
                        "  dsync push --delete photos/ nas:photos/    mirror to another machine",
                        "  dsync pull nas::music/live ./              from a share");
        usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, PushHelp::options);
    }

    private static String options(Help help) {
        StringBuilder text = new StringBuilder();
        for (Flag.Group group : Flag.Group.values()) {
            List<OptionSpec> options = new ArrayList<>();
            for (RunFlag flag : RunFlag.all()) {
                if (flag.group() == group) {
                    options.add(help.commandSpec().findOption(flag.names().getFirst()));
                }
            }
            Help.Layout layout = help.createDefaultLayout();
            layout.addAllOptions(options, help.createDefaultParamLabelRenderer());
            text.append(System.lineSeparator())
                    .append(group.heading())
                    .append(":")
                    .append(System.lineSeparator())
                    .append(layout);
        }
        return text.toString();
    }
}
