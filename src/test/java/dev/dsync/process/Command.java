package dev.dsync.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A command line with its surroundings, run to its end under a deadline or started to be steered.
 */
public record Command(
        List<String> argv,
        Path directory,
        Map<String, String> environment,
        String stdin,
        Duration timeout) {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** More than a killed process takes to be gone, unless the kernel holds it. */
    private static final Duration DYING = Duration.ofSeconds(10);

    public Command {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    public static Command of(String... argv) {
        return of(Arrays.asList(argv));
    }

    public static Command of(List<String> argv) {
        return new Command(argv, Path.of("."), Map.of("LC_ALL", "C.UTF-8"), "", TIMEOUT);
    }

    public Command in(Path newDirectory) {
        return new Command(argv, newDirectory, environment, stdin, timeout);
    }

    public Command with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Command(argv, directory, more, stdin, timeout);
    }

    public Command with(Map<String, String> variables) {
        Map<String, String> more = new HashMap<>(environment);
        more.putAll(variables);
        return new Command(argv, directory, more, stdin, timeout);
    }

    public Command fed(String text) {
        return new Command(argv, directory, environment, text, timeout);
    }

    public Command within(Duration newTimeout) {
        return new Command(argv, directory, environment, stdin, newTimeout);
    }

    public Command plus(String... words) {
        List<String> more = new ArrayList<>(argv);
        more.addAll(Arrays.asList(words));
        return new Command(more, directory, environment, stdin, timeout);
    }

    /**
     * Runs to the end; after the timeout the process and its children are killed and the test
     * fails.
     */
    public Finished run() throws IOException {
        try (Running running = start()) {
            return running.finish(timeout);
        }
    }

    public Running start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(argv).directory(directory.toFile());
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        return new Running(argv, builder.start(), stdin, start);
    }

    /**
     * A process under way, its output being collected; closing it kills what is left of it and its
     * children, and returns once they are gone, with their locks, ports and last writes.
     */
    public static final class Running implements AutoCloseable {

        private final List<String> argv;
        private final Process process;
        private final long start;
        private final Collected stdout;
        private final Collected stderr;

        private Running(List<String> argv, Process process, String stdin, long start)
                throws IOException {
            this.argv = argv;
            this.process = process;
            this.start = start;
            this.stdout = new Collected(process.getInputStream());
            this.stderr = new Collected(process.getErrorStream());
            try (OutputStream in = process.getOutputStream()) {
                in.write(stdin.getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // The process ended without reading its input, which its exit code tells better.
            }
        }

        public Process process() {
            return process;
        }

        /** What it has printed so far. */
        public String stdoutSoFar() {
            return stdout.text();
        }

        public String stderrSoFar() {
            return stderr.text();
        }

        /**
         * The first whole line on either stream that holds {@code part}, once it is there.
         *
         * @throws IOException if the process ends without it, with what it said
         */
        public String awaitLine(String part, Duration deadline) throws IOException {
            Eventually.eventually(
                    "it says " + part,
                    deadline,
                    () -> line(part).isPresent() || !process.isAlive());
            Optional<String> line = line(part);
            if (line.isPresent()) {
                return line.get();
            }
            Finished finished = finish(deadline); // what it said last may still be on its way
            String wanted = "ended, and was to say " + part + ": ";
            return line(part).orElseThrow(() -> new IOException(wanted + finished));
        }

        /** What stands behind {@code part} in the first whole line that holds it. */
        public String after(String part) {
            String line = line(part).orElseThrow();
            return line.substring(line.indexOf(part) + part.length());
        }

        private Optional<String> line(String part) {
            return Stream.of(stdout.text(), stderr.text())
                    .map(text -> text.substring(0, text.lastIndexOf('\n') + 1))
                    .flatMap(String::lines)
                    .filter(line -> line.contains(part))
                    .findFirst();
        }

        /** A figure of the kernel's, in KiB, such as {@code VmRSS}; none once it has ended. */
        public OptionalLong kib(String field) {
            try {
                Path status = Path.of("/proc", Long.toString(process.pid()), "status");
                return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith(field + ":"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst();
            } catch (IOException e) {
                return OptionalLong.empty(); // it has ended
            }
        }

        public Finished finish(Duration timeout) throws IOException {
            try {
                if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                    close();
                    throw new AssertionError(
                            "not ended after "
                                    + timeout
                                    + ": "
                                    + argv
                                    + "\n"
                                    + stdout.text()
                                    + stderr.text());
                }
                Duration duration = Duration.ofNanos(System.nanoTime() - start);
                stdout.toEnd(timeout);
                stderr.toEnd(timeout);
                return new Finished(process.exitValue(), stdout.text(), stderr.text(), duration);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("interrupted: " + argv).initCause(e);
            }
        }

        @Override
        public void close() {
            List<ProcessHandle> all =
                    Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
            all.forEach(ProcessHandle::destroyForcibly);
            for (ProcessHandle one : all) {
                one.onExit().completeOnTimeout(one, DYING.toSeconds(), TimeUnit.SECONDS).join();
            }
        }
    }

    /** Everything a stream gave, read by a thread of its own so that no pipe fills up. */
    private static final class Collected {

        private final StringBuilder text = new StringBuilder();
        private final FutureTask<Void> reading;

        Collected(InputStream stream) {
            reading =
                    new FutureTask<>(
                            () -> {
                                byte[] buffer = new byte[8192];
                                // One byte a character: output may hold names that are no UTF-8,
                                // and comparing needs no more.
                                for (int n; (n = stream.read(buffer)) >= 0; ) {
                                    append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                                }
                                return null;
                            });
            // A read of a pipe holds the carrier of a virtual thread, and of those are 256.
            Thread.ofPlatform().daemon().start(reading);
        }

        private void append(String more) {
            synchronized (text) {
                text.append(more);
            }
        }

        String text() {
            synchronized (text) {
                return text.toString();
            }
        }

        void toEnd(Duration timeout) throws InterruptedException {
            try {
                reading.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException _) {
                // A pipe cut by a kill, or held open by a grandchild: what came so far is the
                // output.
            }
        }
    }
}
