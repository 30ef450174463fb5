package dev.dsync.app.cli;

import dev.dsync.app.batch.Batch;
import dev.dsync.app.batch.Clock;
import dev.dsync.app.batch.Job;
import dev.dsync.app.batch.JobFile;
import dev.dsync.app.batch.JobLocks;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.tree.Escape;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.StateDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code batch}: runs the pushes and pulls that a file names, once. */
final class BatchCommand implements Command {
    private static final int BYTES_MAX = 1 << 20;

    private final CommandSpec spec;
    private final List<byte[]> words = new ArrayList<>();
    private final OptionSpec list = Switch.of("Name the jobs, and run none.", "--list");
    private final OptionSpec dryRun =
            Switch.of("Show what each job would do, and do nothing.", "-n", "--dry-run");
    private final OptionSpec verbose =
            Switch.of(
                    "Tell of jobs that went well and had nothing to say, too.", "-v", "--verbose");
    private final OptionSpec json = Switch.of("Print one JSON object a line.", "--json");

    BatchCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        List.of(list, dryRun, verbose, json).forEach(spec::addOption);
        RawOperands.into(words, "FILE", spec);
        spec.usageMessage()
                .customSynopsis("dsync batch [OPTION]... JOBS.toml [JOB]...")
                .description(
                        "Run the pushes and pulls that a file names, once; for cron and timers.",
                        "",
                        "All jobs, or those that are named, run one after the other in the order",
                        "of the file, whatever becomes of the others. Nothing is printed where all",
                        "went well. The exit code is that of the first job that failed, or 20 if",
                        "the batch was ended; a job that somebody is running already counts as 42.",
                        "",
                        "A job is a table [job.NAME] with push or pull, the source or an array of",
                        "them, to, the destination, and any long option of push and pull as a key:",
                        "delete = true, exclude = [\"*.o\"], max-delete = false. Paths here begin",
                        "with a slash. More than half is not deleted unless max-delete says so.",
                        "",
                        "retries = 3 tries again what failed of a connection, a silence or a busy",
                        "machine (exit codes 5, 10, 12, 30, 35 and 42), after backoff = \"10s\" at",
                        "most and twice as long each time; time-limit = \"2h\" ends a job with 30.",
                        "A table [defaults] holds for all jobs that do not say otherwise.")
                .footer(
                        "",
                        "Examples:",
                        "  dsync batch ~/.config/dsync/jobs.toml",
                        "  dsync batch -n ~/.config/dsync/jobs.toml photos");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public int run(Assembly assembly, Console console)
            throws UsageException, IOException, InvalidRuleException {
        if (words.isEmpty()) {
            throw new UsageException("no file of jobs given");
        }
        FileSystem system = assembly.system();
        Settings settings = assembly.settings(console);
        boolean speaksJson = Switch.isGiven(json) || settings.isOn("json");
        JobOptions options = new JobOptions(settings, speaksJson, Switch.isGiven(dryRun));
        byte[] path = words.getFirst();
        JobFile file = JobFile.parse(text(system, path), options);
        if (!file.faults().isEmpty()) {
            for (JobFile.Fault fault : file.faults()) {
                console.complain(
                        BatchMessages.faulty(
                                Escape.path(path), fault.line(), fault.column(), fault.message()));
            }
            return ExitCode.USAGE;
        }
        List<Job> jobs = chosen(file.jobs());
        boolean speaks =
                Switch.isGiven(verbose) || Switch.isGiven(dryRun) || settings.isOn("verbose");
        BatchView view = new BatchView(console, speaksJson, speaks);
        if (Switch.isGiven(list)) {
            jobs.forEach(view::list);
            return view.close(ExitCode.OK);
        }
        JobLocks locks =
                new JobLocks(
                        system,
                        Home.of(console.environment()).state(),
                        system.realPath(path),
                        new SecureRandom(),
                        self());
        JobRunner runner = new JobRunner(options, assembly, console, !speaksJson);
        Batch batch = new Batch(locks, runner, new Course(console), new SecureRandom(), view);
        return view.end(batch.run(jobs));
    }

    private static String self() {
        String now = RunLog.time(InstantSource.system().instant(), ZoneId.systemDefault());
        return "process " + ProcessHandle.current().pid() + ", begun " + now;
    }

    private static String text(FileSystem system, byte[] path) throws IOException {
        Optional<byte[]> content;
        try {
            content = StateDirectory.readOpen(system, path, BYTES_MAX);
        } catch (FsException e) {
            throw missing(path, e.reason().text(), e);
        }
        if (content.isEmpty()) {
            throw missing(path, FsException.Reason.NOT_FOUND.text(), new IOException("none"));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content.get()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw missing(path, "it is not UTF-8", e);
        }
    }

    private static ToldException missing(byte[] path, String why, IOException cause) {
        return new ToldException(BatchMessages.missing(Escape.path(path), why), cause);
    }

    /** The jobs that were named, or all, in the order of the file. */
    private List<Job> chosen(List<Job> jobs) throws UsageException {
        List<String> known = jobs.stream().map(Job::name).toList();
        List<String> wanted = new ArrayList<>();
        for (byte[] word : words.subList(1, words.size())) {
            String name = new String(word, StandardCharsets.UTF_8);
            if (!known.contains(name)) {
                throw BatchMessages.unknown(
                        name,
                        Escape.path(words.getFirst()),
                        Nearest.to(name, known)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("--list shows all"));
            }
            wanted.add(name);
        }
        return wanted.isEmpty()
                ? jobs
                : jobs.stream().filter(job -> wanted.contains(job.name())).toList();
    }

    /** The time in which a batch runs, until its user ends it. */
    private static final class Course implements Clock {
        private final Console console;
        private final CountDownLatch ended = new CountDownLatch(1);

        Course(Console console) {
            this.console = console;
            console.cancellation().onCancel(ended::countDown);
        }

        @Override
        public long nanoTime() {
            return console.nanoTime().getAsLong();
        }

        @Override
        public boolean isEnded() {
            return ended.getCount() == 0;
        }

        @Override
        public void pause(Duration time) {
            try {
                ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ended.countDown();
            }
        }
    }
}
