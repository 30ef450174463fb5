package dev.dsync.app.cli;

import dev.dsync.core.filter.InvalidRuleException;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/** Something the program does, for one run of it. */
interface Command {
    /** How its arguments are parsed; parsing fills this command. */
    CommandSpec spec();

    /**
     * Does it.
     *
     * @return the exit code
     */
    int run(Assembly assembly, Console console)
            throws UsageException, IOException, InvalidRuleException;
}
