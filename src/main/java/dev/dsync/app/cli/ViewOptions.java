package dev.dsync.app.cli;

import dev.dsync.app.render.Figures;
import java.util.List;

/**
 * What a push or pull shows.
 *
 * @param verbose how often {@code -v} holds; 0 under {@code -q}
 * @param quiet nothing but errors
 * @param itemize how often {@code -i} holds
 * @param json one object a line instead of text
 * @param debug stack traces and log on standard error
 * @param logFile where to log to; empty for nowhere
 * @param notes options that change nothing here, and why
 */
record ViewOptions(
        int verbose,
        boolean quiet,
        int itemize,
        boolean stats,
        Figures figures,
        boolean json,
        boolean debug,
        String logFile,
        List<String> notes) {
    ViewOptions {
        notes = List.copyOf(notes);
    }

    /** Whether each change is shown. */
    boolean showsChanges() {
        return (!quiet && (verbose > 0 || itemize > 0 || json)) || !logFile.isEmpty();
    }

    /** Whether what needs nothing is shown, too. */
    boolean showsUnchanged() {
        return !quiet && (verbose > 1 || itemize > 1);
    }
}
