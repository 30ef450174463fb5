package dev.dsync.app.cli;

import dev.dsync.core.filter.Origin;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.filter.Verdict;
import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.Name;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code check-ignore}: which paths are ignored, and what says so, after git's of that name. */
final class CheckIgnoreCommand implements Command {
    private static final int NONE_IGNORED = 1;

    private final CommandSpec spec;
    private final InputStream in;
    private final OptionSpec verbose =
            Switch.of(
                    "Show what decides, as FILE:LINE:PATTERN before the path.", "-v", "--verbose");
    private final OptionSpec nonMatching =
            Switch.of("With -v: show paths that no line matches, too.", "-n", "--non-matching");
    private final OptionSpec nul =
            Switch.of(
                    "Paths are read and shown as they are, and each field ends with a NUL byte.",
                    "-z",
                    "--null");
    private final OptionSpec standardInput =
            Switch.of("Read the paths from standard input, one a line.", "--stdin");
    private final OptionSpec git =
            Switch.of("Read .gitignore files as well, as a run with it does.", "--gitignore");
    private final List<byte[]> paths = new ArrayList<>();
    private byte @Nullable [] root;

    CheckIgnoreCommand(String name) {
        this(name, System.in);
    }

    CheckIgnoreCommand(String name, InputStream in) {
        this.in = in;
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        List.of(verbose, nonMatching, nul, standardInput, git).forEach(spec::addOption);
        spec.addOption(
                OptionSpec.builder("--root")
                        .type(String.class)
                        .arity("1")
                        .paramLabel("DIR")
                        .parameterConsumer((args, _, _) -> root = Latin.bytes(args.pop()))
                        .description(
                                "The root; else it is the nearest directory at or above the"
                                        + " current one with a .dsync in it, or the current one.")
                        .build());
        RawOperands.into(paths, "PATH", spec);
        spec.usageMessage()
                .customSynopsis("dsync check-ignore [OPTION]... PATH...")
                .description(
                        "Show which paths ignore files ignore: .dsyncignore, or .gitignore as"
                                + " well.",
                        "",
                        "Patterns mean what they mean in a .gitignore of git. A path with a slash",
                        "behind it, or that is one, is taken for a directory. The exit code is 0",
                        "if a path is ignored, 1 if none is, and 23 if one cannot be checked.")
                .footer("", "Example: dsync check-ignore -v build/main.o");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public int run(Assembly assembly, Console console) throws UsageException, IOException {
        if (Switch.isGiven(nonMatching) && !Switch.isGiven(verbose)) {
            throw new UsageException("-n shows something only with -v; add -v");
        }
        if (Switch.isGiven(standardInput) == !paths.isEmpty()) {
            throw new UsageException("write the paths to check, or --stdin alone");
        }
        List<Name> names = new Scope.Ignores(true, Switch.isGiven(git)).names();
        try (IgnoredPaths ignored = IgnoredPaths.open(assembly.system(), root, names)) {
            Transcript transcript = new Transcript(console.out(), console.cancellation()::cancel);
            return check(ignored, transcript, console);
        }
    }

    private int check(IgnoredPaths ignored, Transcript transcript, Console console)
            throws IOException {
        int exitCode = NONE_IGNORED;
        Optional<byte[]> next = next();
        while (next.isPresent() && transcript.lost() == null) {
            byte[] path = next.get();
            try {
                Verdict verdict = ignored.verdict(path);
                show(path, verdict, transcript);
                if (verdict.excluded() && exitCode == NONE_IGNORED) {
                    exitCode = ExitCode.OK;
                }
            } catch (IgnoredPaths.UncheckedPathException e) {
                transcript.flush();
                exitCode = console.complain(e.failure());
            }
            if (Switch.isGiven(standardInput)) {
                transcript.flush(); // who asks may wait for the answer
            }
            next = next();
        }
        transcript.flush();
        IOException lost = transcript.lost();
        return lost == null ? exitCode : console.complain(Messages.ofOutput(lost));
    }

    /** The next path to be checked. */
    private Optional<byte[]> next() throws IOException {
        if (!Switch.isGiven(standardInput)) {
            return paths.isEmpty() ? Optional.empty() : Optional.of(paths.removeFirst());
        }
        int end = Switch.isGiven(nul) ? 0 : '\n';
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        int b = in.read();
        boolean ended = b < 0;
        while (b >= 0 && b != end) {
            path.write(b);
            b = in.read();
        }
        return ended ? Optional.empty() : Optional.of(path.toByteArray());
    }

    private void show(byte[] path, Verdict verdict, Transcript transcript) {
        boolean matched = verdict.origin().isPresent();
        boolean shown =
                Switch.isGiven(verbose)
                        ? matched || Switch.isGiven(nonMatching)
                        : verdict.excluded();
        if (!shown) {
            return;
        }
        String file = "";
        String line = "";
        if (verdict.origin().orElse(null) instanceof Origin.FileLine at) {
            file = at.file();
            line = String.valueOf(at.line());
        }
        String rule = verdict.rule().orElse("");
        if (Switch.isGiven(nul)) {
            transcript.bytes(
                    (Switch.isGiven(verbose) ? file + "\0" + line + "\0" + rule + "\0" : "")
                            .getBytes(StandardCharsets.UTF_8));
            transcript.bytes(path);
            transcript.bytes(new byte[1]);
        } else {
            transcript.line(
                    (Switch.isGiven(verbose) ? file + ":" + line + ":" + rule + "\t" : "")
                            + Escape.path(path));
        }
    }
}
