package dev.dsync.crash;

import dev.dsync.process.Command;
import dev.dsync.tree.TreeSpec;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A run to be killed.
 *
 * @param trees what stands there before it
 * @param target the name among the trees of the one that is written
 * @param command given the directory of the trees, the run
 * @param functions calls the run is known to make: the rig proves that it sees them
 * @param side an argument of the process under test, if only one of several is to be killed
 */
public record CrashScenario(
        TreeSpec trees,
        String target,
        Function<Path, Command> command,
        Set<String> functions,
        Optional<String> side) {

    public CrashScenario {
        functions = Set.copyOf(functions);
    }
}
