package dev.dsync.app.cli;

import dev.dsync.app.doctor.Programs;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The programs on the {@code PATH}. */
final class MachinePrograms implements Programs {
    /** How long output may come late that a child of the program still holds. */
    private static final Duration LATE = Duration.ofSeconds(1);

    /** How Java says that there is no such file. */
    private static final Pattern MISSING = Pattern.compile("error[=:] ?2\\b");

    private final Map<String, String> environment;

    MachinePrograms(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Optional<Ended> run(Duration allowed, List<String> argv) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            if (MISSING.matcher(String.valueOf(e.getMessage())).find()) {
                return Optional.empty();
            }
            throw e;
        }
        Collected out = new Collected();
        Collected err = new Collected();
        Thread reader = reading(process.getInputStream(), out);
        Thread complaints = reading(process.getErrorStream(), err);
        try {
            boolean ended = process.waitFor(allowed.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            reader.join(LATE);
            complaints.join(LATE);
            return Optional.of(new Ended(ended ? process.exitValue() : -1, out.text(), err.text()));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + argv.getFirst() + " ran");
        }
    }

    private static Thread reading(InputStream in, Collected into) {
        return Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                in.transferTo(into);
                            } catch (IOException e) {
                                // It was ended; what came so far is what there is.
                            }
                        });
    }
}
