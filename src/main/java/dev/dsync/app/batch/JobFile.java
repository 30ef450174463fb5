package dev.dsync.app.batch;

import dev.dsync.core.tree.Escape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/**
 * What a file of jobs says.
 *
 * @param jobs in its order; not to be run while there is a fault
 * @param faults all that is wrong with it, in its order
 */
public record JobFile(List<Job> jobs, List<Fault> faults) {
    public JobFile {
        jobs = List.copyOf(jobs);
        faults = faults.stream().sorted(Fault.ORDER).toList();
    }

    /**
     * Something wrong with a file of jobs.
     *
     * @param line from 1
     * @param column from 1
     * @param message {@code cannot VERB THING: REASON; REMEDY}, printable
     */
    public record Fault(int line, int column, String message) {
        private static final Comparator<Fault> ORDER =
                Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column);

        static Fault at(TomlPosition position, String message) {
            return new Fault(position.line(), position.column(), message);
        }
    }

    /** Reads the text of one. */
    public static JobFile parse(String text, Options options) {
        TomlParseResult toml = Toml.parse(text);
        if (!toml.hasErrors()) {
            return new JobReader(options).read(toml);
        }
        List<Fault> faults = new ArrayList<>();
        for (var error : toml.errors()) {
            String what = Escape.text(String.valueOf(error.getMessage()));
            faults.add(
                    Fault.at(
                            error.position(),
                            "cannot read this: "
                                    + what
                                    + "; correct it, strings stand in quotes and keys once in a"
                                    + " table"));
        }
        return new JobFile(List.of(), faults);
    }
}
