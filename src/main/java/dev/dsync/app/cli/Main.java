package dev.dsync.app.cli;

import dev.dsync.core.filter.InvalidRuleException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's entry point: reads which command is meant and runs it. */
public final class Main {
    private static final List<String> VERSION = List.of("--version", "-V");

    private final Assembly assembly;
    private final Console console;

    private Main(Assembly assembly, Console console) {
        this.assembly = assembly;
        this.console = console;
    }

    public static void main(String[] args) {
        Cancellation cancellation = new Cancellation();
        Console console =
                new Console(
                        new FileOutputStream(FileDescriptor.out),
                        new FileOutputStream(FileDescriptor.err),
                        System.getenv(),
                        Terminal.columns(System.getenv()),
                        System::nanoTime,
                        cancellation);
        Interruption interruption = Interruption.install(cancellation);
        int exitCode = run(ArgumentBytes.of(args), console, Assembly.standard());
        interruption.exit(exitCode);
    }

    /** One run of the program within another; its output goes to no terminal. */
    public static int run(
            List<byte[]> argv,
            OutputStream out,
            OutputStream err,
            Map<String, String> environment) {
        Console console =
                new Console(out, err, environment, 0, System::nanoTime, new Cancellation());
        return run(argv, console, Assembly.standard());
    }

    static int run(List<byte[]> argv, Console console, Assembly assembly) {
        return new Main(assembly, console).run(argv.stream().map(Latin::text).toList());
    }

    private int run(List<String> argv) {
        String hint = "Try 'dsync --help'.";
        try {
            if (argv.isEmpty()) {
                throw new UsageException("no command given");
            }
            if (argv.getFirst().startsWith("-")) {
                return root(argv);
            }
            Command command = CommandTree.command(argv.getFirst());
            hint = "Try 'dsync help " + argv.getFirst() + "'.";
            CommandLine line = new CommandLine(command.spec());
            ParseResult parsed = parse(line, argv.subList(1, argv.size()));
            return parsed.isUsageHelpRequested()
                    ? console.print(CommandTree.usage(line))
                    : command.run(assembly, console);
        } catch (UsageException e) {
            return explain(new Failure(ExitCode.USAGE, String.valueOf(e.getMessage())), hint);
        } catch (InvalidRuleException e) {
            return explain(Messages.of(e), "");
        } catch (IOException e) {
            return explain(Messages.of(e), "");
        }
    }

    private int root(List<String> argv) throws UsageException, IOException {
        if (argv.size() == 1 && VERSION.contains(argv.getFirst())) {
            return version(); // without building every command's options first
        }
        CommandLine all = CommandTree.all();
        ParseResult parsed = parse(all, argv);
        if (parsed.isVersionHelpRequested()) {
            return version();
        }
        if (parsed.isUsageHelpRequested()) {
            return console.print(CommandTree.usage(all));
        }
        throw new UsageException("no command given");
    }

    private int version() throws IOException {
        return console.print("dsync " + PomVersion.read() + "\n");
    }

    static ParseResult parse(CommandLine line, List<String> args) throws UsageException {
        line.setExpandAtFiles(false).setOverwrittenOptionsAllowed(true);
        requireNoNumbers(line, args);
        try {
            return line.parseArgs(args.toArray(String[]::new));
        } catch (UnmatchedArgumentException e) {
            throw new UsageException(unknown(line, e.getUnmatched().getFirst()));
        } catch (ParameterException e) {
            throw new UsageException(
                    needless(line, args).orElse(Latin.shown(String.valueOf(e.getMessage()))));
        }
    }

    /** Refuses words such as {@code -8}, which the parser would take for operands. */
    private static void requireNoNumbers(CommandLine line, List<String> args)
            throws UsageException {
        Map<String, OptionSpec> options = line.getCommandSpec().optionsMap();
        Iterator<String> words = args.iterator();
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("--")) {
                return;
            }
            OptionSpec named = options.get(word);
            boolean valueFollows;
            if (word.startsWith("--") || !word.startsWith("-") || word.equals("-")) {
                valueFollows = named != null && named.arity().max() > 0;
            } else if (named == null && !options.containsKey(word.substring(0, 2))) {
                throw new UsageException(unknown(line, word));
            } else {
                valueFollows = takesNextWord(options, word);
            }
            if (valueFollows && words.hasNext()) {
                words.next();
            }
        }
    }

    /** Whether the last of some letters behind one dash is an option with a value. */
    private static boolean takesNextWord(Map<String, OptionSpec> options, String letters) {
        for (int i = 1; i < letters.length(); i++) {
            OptionSpec option = options.get("-" + letters.charAt(i));
            if (option != null && option.arity().max() > 0) {
                return i == letters.length() - 1; // else the value follows in the same word
            }
        }
        return false;
    }

    /** What to say of a value given to an option that takes none. */
    private static Optional<String> needless(CommandLine line, List<String> args) {
        for (String argument : args) {
            int equals = argument.indexOf('=');
            String name = argument.substring(0, Math.max(0, equals));
            OptionSpec option = line.getCommandSpec().optionsMap().get(name);
            if (option != null && option.arity().max() == 0) {
                return Optional.of(needless(line, name));
            }
        }
        return Optional.empty();
    }

    private static String needless(CommandLine line, String name) {
        String opposite =
                name.startsWith("--no-")
                        ? "--" + name.substring("--no-".length())
                        : "--no-" + name.replaceFirst("^-+", "");
        boolean known = line.getCommandSpec().optionsMap().containsKey(opposite);
        return "cannot give "
                + name
                + " a value: it takes none; write "
                + name
                + (known ? " or " + opposite : " alone");
    }

    private static String unknown(CommandLine line, String argument) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        if (!name.startsWith("-")) {
            return "unexpected argument '" + Latin.shown(name) + "'";
        }
        List<String> known = new ArrayList<>(line.getCommandSpec().optionsMap().keySet());
        String unknown = "unknown option '" + Latin.shown(name) + "'";
        Optional<String> explained =
                known.contains("--archive")
                        ? RsyncOption.explained(
                                name.startsWith("--") ? name : firstUnknown(known, name))
                        : Optional.empty();
        if (explained.isPresent()) {
            return unknown + ": " + explained.get();
        }
        Optional<String> near = name.startsWith("--") ? Nearest.to(name, known) : Optional.empty();
        return unknown + near.map(option -> "; did you mean " + option + "?").orElse("");
    }

    /** The first of some letters behind one dash that is no option, as one. */
    private static String firstUnknown(List<String> known, String letters) {
        return letters.chars()
                .skip(1)
                .mapToObj(letter -> "-" + (char) letter)
                .filter(option -> !known.contains(option))
                .findFirst()
                .orElse(letters);
    }

    private int explain(Failure failure, String hint) {
        Transcript err = new Transcript(console.err(), () -> {});
        err.line("dsync: " + failure.message());
        if (!hint.isEmpty()) {
            err.line(hint);
        }
        err.flush();
        return failure.exitCode();
    }
}
