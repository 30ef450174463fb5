package dev.dsync.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command's manual page in roff, made from what its help is made from. */
final class ManualPage {
    private final CommandSpec spec;
    private final StringBuilder text = new StringBuilder();

    private ManualPage(CommandSpec spec) {
        this.spec = spec;
    }

    /** The page of each command by file name, the program's own first. */
    static Map<String, String> all() {
        CommandLine program = CommandTree.all();
        List<CommandSpec> specs = new ArrayList<>(List.of(program.getCommandSpec()));
        for (CommandLine command : program.getSubcommands().values()) {
            specs.add(command.getCommandSpec());
        }
        return specs.stream()
                .collect(
                        Collectors.toMap(
                                spec -> title(spec) + ".1",
                                spec -> new ManualPage(spec).render(program)));
    }

    private static String title(CommandSpec spec) {
        return spec.parent() == null ? "dsync" : "dsync-" + spec.name();
    }

    private String render(CommandLine program) {
        boolean root = spec.parent() == null;
        List<String> description = Arrays.asList(spec.usageMessage().description());
        line(".TH " + title(spec).toUpperCase(Locale.ROOT) + " 1");
        line(".SH NAME");
        line(title(spec) + " \\- " + escaped(firstSentence(description)));
        line(".SH SYNOPSIS");
        line(".B " + escaped(root ? "dsync COMMAND [OPTION]... [ARGUMENT]..." : synopsis()));
        line(".SH DESCRIPTION");
        description.forEach(this::paragraphs);
        if (root) {
            commands(program);
        }
        line(".SH OPTIONS");
        if (isTransfer()) {
            for (Flag.Group group : Flag.Group.values()) {
                line(".SS " + escaped(group.heading()));
                RunFlag.all().stream().filter(flag -> flag.group() == group).forEach(this::flag);
            }
            line(".SS Help");
        }
        spec.options().stream()
                .filter(option -> !option.hidden() && !isFlag(option))
                .forEach(this::option);
        if (isTransfer()) {
            table("FILTER RULES", ManualSections.filterRules());
            table("LINES OF -i", ManualSections.itemLetters());
        }
        table("EXIT STATUS", ManualSections.exitStatus(spec.name()));
        table("ENVIRONMENT", ManualSections.environment());
        table("FILES", ManualSections.files());
        examples();
        seeAlso(program);
        return text.toString();
    }

    private boolean isTransfer() {
        return spec.name().equals("push") || spec.name().equals("pull");
    }

    /** Whether it stands under the heading of a group. */
    private boolean isFlag(OptionSpec option) {
        return isTransfer()
                && RunFlag.all().stream()
                        .anyMatch(flag -> flag.names().contains(option.longestName()));
    }

    /** Each way to call it on a line of its own. */
    private String synopsis() {
        return Arrays.stream(spec.usageMessage().customSynopsis())
                .map(way -> way.replaceFirst("^ +or: ", ""))
                .collect(Collectors.joining("\n.br\n.B "));
    }

    private static String firstSentence(List<String> description) {
        String all = String.join(" ", description);
        return Character.toLowerCase(all.charAt(0))
                + all.substring(1).replaceFirst("(?s)[;.](?= |$).*", "");
    }

    private void commands(CommandLine program) {
        line(".SH COMMANDS");
        program.getSubcommands()
                .forEach(
                        (name, command) -> {
                            line(".TP");
                            line("\\fB" + name + "\\fR");
                            String[] lines = command.getCommandSpec().usageMessage().description();
                            line(escaped(String.join(" ", lines).split(" {2}", -1)[0]));
                        });
    }

    private void flag(RunFlag flag) {
        entry(flag.names(), flag.label(), flag.help());
    }

    private void option(OptionSpec option) {
        String label = option.arity().max() == 0 ? "" : option.paramLabel();
        entry(List.of(option.names()), label, String.join(" ", option.description()));
    }

    private void entry(List<String> names, String label, String help) {
        line(".TP");
        String value = label.isEmpty() ? "" : " \\fI" + escaped(label) + "\\fR";
        line(
                names.stream()
                                .map(name -> "\\fB" + escaped(name) + "\\fR")
                                .collect(Collectors.joining(", "))
                        + value);
        line(escaped(help));
    }

    private void paragraphs(String paragraph) {
        line(paragraph.isEmpty() ? ".PP" : escaped(paragraph));
    }

    private void table(String title, Map<String, String> rows) {
        line(".SH " + escaped(title));
        rows.forEach(
                (term, meaning) -> {
                    line(".TP");
                    line("\\fB\\&" + escaped(term) + "\\fR");
                    line(escaped(meaning));
                });
    }

    private void examples() {
        String[] footer = spec.usageMessage().footer();
        if (footer.length > 0) {
            line(".SH EXAMPLES");
            line(".nf");
            Arrays.stream(footer)
                    .map(line -> line.replaceFirst("^Examples?: *", "").strip())
                    .filter(line -> !line.isEmpty())
                    .map(ManualPage::escaped)
                    .forEach(this::line);
            line(".fi");
        }
    }

    private void seeAlso(CommandLine program) {
        line(".SH SEE ALSO");
        List<String> titles = new ArrayList<>(List.of("dsync"));
        program.getSubcommands().keySet().forEach(name -> titles.add("dsync-" + name));
        titles.remove(title(spec));
        titles.add("rsync");
        line(
                titles.stream()
                        .map(title -> "\\fB" + escaped(title) + "\\fR(1)")
                        .collect(Collectors.joining(", ")));
    }

    /**
     * A line that begins with a dot or quote would be a request, a bare hyphen a typographic one.
     */
    private static String escaped(String line) {
        String plain = line.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
