package dev.dsync.app.cli;

import dev.dsync.app.control.ControlClient;
import dev.dsync.core.tree.Escape;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The DIR of commands that look at or steer a running watch, and the watch that is found by it. */
final class RunningWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private byte[] directory = {'.'};
    private boolean isGiven;

    /** Something that is done with a watch. */
    @FunctionalInterface
    interface Work {
        /**
         * Does it.
         *
         * @return the exit code
         */
        int with(ControlClient watch) throws IOException;
    }

    /** The argument. */
    PositionalParamSpec parameter() {
        return PositionalParamSpec.builder()
                .paramLabel("DIR")
                .type(String.class)
                .arity("0..1")
                .required(false)
                .description("The directory that is watched, or one beneath it; else the current.")
                .parameterConsumer(this::take)
                .build();
    }

    private void take(Stack<String> args, ArgSpec places, CommandSpec command) {
        if (args.isEmpty() || isGiven) {
            return; // one too many stays, and is found to be unexpected
        }
        directory = Latin.bytes(args.pop());
        isGiven = true;
    }

    /** The option of those that print something. */
    static OptionSpec json() {
        return Switch.of("Print it for programs: a JSON object a line.", "--json");
    }

    /** Does something with the watch of the directory; tells the user if there is none. */
    int with(FileSystem system, Console console, Work work) throws IOException {
        try (ControlClient watch = find(system, console)) {
            return work.with(watch);
        } catch (ControlClient.SilentException e) {
            throw new ToldException(WatchMessages.silent(shown()), e);
        }
    }

    private ControlClient find(FileSystem system, Console console) throws IOException {
        byte[] place;
        try {
            place = system.realPath(directory);
        } catch (FsException e) {
            throw new ToldException(WatchMessages.missing(shown(), e.reason().text()), e);
        }
        Optional<ControlClient> found = find(place, console.environment());
        if (found.isEmpty()) {
            throw new ToldException(WatchMessages.unwatched(shown()));
        }
        return found.get();
    }

    /**
     * The watch of a directory, or of the nearest above it; the path is absolute, without links.
     */
    static Optional<ControlClient> find(byte[] place, Map<String, String> environment)
            throws IOException {
        for (int length = place.length; length >= 0; length = parent(place, length)) {
            byte[] root = length == 0 ? new byte[] {'/'} : Arrays.copyOf(place, length);
            try {
                return Optional.of(ControlClient.open(Home.control(environment, root), PATIENCE));
            } catch (ControlClient.NobodyException e) {
                // Perhaps the one above is watched.
            }
        }
        return Optional.empty();
    }

    /** The length of the path above; negative if there is none. */
    private static int parent(byte[] path, int length) {
        if (length <= 1) {
            return -1;
        }
        int slash = length - 1;
        while (path[slash] != '/') {
            slash--;
        }
        return slash;
    }

    private String shown() {
        return Escape.path(directory);
    }
}
