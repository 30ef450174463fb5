package dev.dsync.differential;

import dev.dsync.process.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code dsync push} as a subject of the table, in this JVM or as a process. */
public final class Dsync {

    private Dsync() {}

    /** The command line's entry, as the program's {@code main} calls it. */
    @FunctionalInterface
    public interface Entry {
        int run(List<String> argv, OutputStream out, OutputStream err);
    }

    public static SyncUnderTest inProcess(Entry entry) {
        return invocation -> {
            if (invocation.asNobody()) {
                throw new IllegalArgumentException("a JVM cannot become another user");
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            int exitCode = entry.run(push(invocation), out, err);
            return new Outcome(
                    exitCode,
                    out.toString(StandardCharsets.ISO_8859_1),
                    err.toString(StandardCharsets.ISO_8859_1));
        };
    }

    /**
     * A process of its own for each run.
     *
     * @param program {@code scripts/dsync}, or the image's launcher
     * @param home the program's {@code DSYNC_HOME}
     */
    public static SyncUnderTest process(Path program, Path home) {
        return invocation -> {
            List<String> argv = new ArrayList<>();
            if (invocation.asNobody()) {

                argv.addAll(Invocation.AS_NOBODY);
            }
            argv.add(program.toAbsolutePath().toString());
            argv.addAll(push(invocation));
            return outcome(argv, home);
        };
    }

    private static Outcome outcome(List<String> argv, Path home) throws IOException {
        return Outcome.of(Command.of(argv).with("DSYNC_HOME", home.toString()).run());
    }

    private static List<String> push(Invocation invocation) {
        List<String> argv = new ArrayList<>(List.of("push"));
        argv.addAll(invocation.flags());
        argv.addAll(invocation.locations());
        return argv;
    }
}
