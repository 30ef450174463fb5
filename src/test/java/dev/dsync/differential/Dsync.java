package dev.dsync.differential;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code dsync push} as a subject of the table, in this JVM. */
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

    private static List<String> push(Invocation invocation) {
        List<String> argv = new ArrayList<>(List.of("push"));
        argv.addAll(invocation.flags());
        argv.addAll(invocation.locations());
        return argv;
    }
}
