package dev.dsync.differential;

import dev.dsync.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * dsync as a process of its own for each run, said in rsync's words for two local directories.
 *
 * @param launcher the program
 * @param home its {@code DSYNC_HOME}, which belongs to the user it runs as
 * @param pushes whether the destination is the other end, else the sources are
 * @param options how the other end is reached
 * @param far how a path is written at the other end
 */
record DsyncProcess(
        Path launcher, Path home, boolean pushes, List<String> options, UnaryOperator<String> far)
        implements SyncUnderTest {

    private static final Pattern DIRECTION =
            Pattern.compile("(?m)^[<>](?=[fdLDS][.+ ?a-zA-Z]{9} )");

    /** What could not be kept, of which rsync says nothing. */
    private static final String LOSSES =
            "(?m)^dsync: [^/\\n]* entr(y|ies) not (all kept|kept|made): .*\\n";

    /** Both ends in one process. */
    static DsyncProcess local(Path launcher, Path home) {
        return new DsyncProcess(launcher, home, true, List.of(), UnaryOperator.identity());
    }

    private boolean isLocal() {
        return options.isEmpty();
    }

    @Override
    public Outcome run(Invocation invocation) throws IOException {
        List<String> argv = new ArrayList<>();
        if (invocation.asNobody()) {
            argv.addAll(Invocation.AS_NOBODY);
        }
        argv.addAll(List.of(launcher.toString(), pushes ? "push" : "pull"));
        argv.addAll(options);
        argv.addAll(invocation.flags());
        List<String> places = invocation.locations();
        for (int i = 0; i < places.size(); i++) {
            boolean destination = i == places.size() - 1;
            String place = places.get(i);
            argv.add(destination == pushes ? far.apply(place) : place);
        }
        Outcome outcome = Outcome.of(Command.of(argv).with("DSYNC_HOME", home.toString()).run());
        return new Outcome(
                outcome.exitCode(),
                asIfLocal(outcome.stdout()),
                outcome.stderr().replaceAll(LOSSES, ""));
    }

    /**
     * What would be said of two local directories: there content is always received, and a list
     * always sent.
     */
    private String asIfLocal(String stdout) {
        if (isLocal()) {
            return stdout;
        }
        return pushes
                ? DIRECTION
                        .matcher(stdout)
                        .replaceAll(line -> line.group().equals("<") ? ">" : "wrongly received ")
                : stdout.replaceFirst("^receiving incremental", "sending incremental")
                        .replaceFirst("^receiving file list", "building file list");
    }
}
