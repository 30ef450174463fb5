package dev.dsync.app.cli;

import dev.dsync.app.render.Figures;
import dev.dsync.app.render.OutFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a push or pull shows.
 *
 * @param verbose how often {@code -v} holds; 0 under {@code -q}
 * @param quiet nothing but errors
 * @param itemize how often {@code -i} holds
 * @param info what is told besides
 * @param lists a line for each entry of the sources, and nothing of changes
 * @param json one object a line instead of text
 * @param debug stack traces and log on standard error
 * @param logFile where to log to; empty for nowhere
 * @param formats how lines are written
 * @param notes options that change nothing here, and why
 */
record ViewOptions(
        int verbose,
        boolean quiet,
        int itemize,
        Info info,
        Figures figures,
        boolean lists,
        boolean json,
        boolean debug,
        String logFile,
        Formats formats,
        List<String> notes) {
    ViewOptions {
        notes = List.copyOf(notes);
    }

    /**
     * How lines are written.
     *
     * @param out on standard output; null where {@code -i} and {@code -v} decide
     * @param log in the log; null for the lines of {@code -i}
     */
    record Formats(@Nullable OutFormat out, @Nullable OutFormat log) {}

    /** Whether each change is shown. */
    boolean showsChanges() {
        return (!quiet && (info.needsItems() || itemize > 0 || json || formats.out() != null))
                || !logFile.isEmpty();
    }

    /** Whether what needs nothing is shown, too. */
    boolean showsUnchanged() {
        return !quiet && (info.names() > 1 || itemize > 1);
    }
}
