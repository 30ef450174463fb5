package dev.dsync.house;

import dev.dsync.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The commands shown in a document's console blocks, each with the output shown below it; bash runs
 * all of them, one after the other.
 */
final class ConsoleSession {
    private static final String PROMPT = "$ ";
    private static final String ELLIPSIS = "...";
    private static final String MARK = "<<dsync-console-session>>";
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** A command and the lines that shall follow it. */
    record Step(String command, List<String> expected) {
        Step {
            expected = List.copyOf(expected);
        }

        /** Whether this is what the command may print: {@code ...} stands for anything. */
        boolean allows(String output) {
            StringBuilder regex = new StringBuilder();
            for (String line : expected) {
                String[] parts = line.split(Pattern.quote(ELLIPSIS), -1);
                for (int i = 0; i < parts.length; i++) {
                    regex.append(i == 0 ? "" : "[^\n]*").append(Pattern.quote(parts[i]));
                }
                regex.append('\n');
            }
            return Pattern.matches(regex.toString(), output);
        }
    }

    private final List<Step> steps;

    private ConsoleSession(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** The steps of all console blocks of a Markdown document. */
    static ConsoleSession of(List<String> markdown) {
        List<Step> steps = new ArrayList<>();
        String command = "";
        List<String> expected = new ArrayList<>();
        boolean inside = false;
        for (String line : markdown) {
            boolean fence = line.startsWith("```");
            if (inside && !command.isEmpty() && (fence || line.startsWith(PROMPT))) {
                steps.add(new Step(command, expected));
                command = "";
                expected.clear();
            }
            if (fence) {
                inside = !inside && line.equals("```console");
            } else if (inside && line.startsWith(PROMPT)) {
                command = line.substring(PROMPT.length());
            } else if (inside) {
                expected.add(line);
            }
        }
        return new ConsoleSession(steps);
    }

    List<Step> steps() {
        return steps;
    }

    /**
     * Runs all steps and gives a complaint for each that printed something else.
     *
     * @param shell runs what is behind {@code -c}
     */
    List<String> complaints(Command shell, Path directory, Map<String, String> environment)
            throws IOException {
        String printed =
                shell.plus("-c", script())
                        .in(directory)
                        .with(environment)
                        .within(TIMEOUT)
                        .run()
                        .stdout();
        String[] outputs = printed.split(Pattern.quote(MARK + "\n"), -1);
        List<String> complaints = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            String output = i < outputs.length ? outputs[i] : "(not run)\n";
            if (!step.allows(output)) {
                complaints.add(PROMPT + step.command() + "\n" + output);
            }
        }
        return complaints;
    }

    private String script() {
        StringBuilder script =
                new StringBuilder("exec 2>&1 </dev/null\numask 022\ntrap 'kill $(jobs -p)' EXIT\n");
        for (int i = 0; i < steps.size(); i++) {
            script.append(line(steps.get(i), i));
            script.append("echo '").append(MARK).append("'\n");
        }
        return script.append("trap - EXIT; kill $(jobs -p) 2>/dev/null; wait\n").toString();
    }

    /** What runs on in the background says what is shown before the next command comes. */
    private static String line(Step step, int number) {
        String command = step.command();
        if (!command.endsWith(" &")) {
            return command + "\n";
        }
        String file = "\"$TMPDIR/background-" + number + "\"";
        String begun = ": >" + file + "\n"; // it may not be there yet when it is looked at
        String quiet = command.substring(0, command.length() - 1) + ">" + file + " 2>&1 &\n";
        int lines = step.expected().size();
        String shown = "[ $(wc -l <" + file + ") -ge " + lines + " ]";
        return begun
                + quiet
                + "until "
                + shown
                + "; do sleep 0.05; done; head -n "
                + lines
                + " "
                + file
                + "\n";
    }
}
