package dev.dsync.app.cli;

import dev.dsync.app.render.OutFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The formats of lines, while options are read. */
final class OutputDraft {
    private @Nullable String out;
    private @Nullable String log;

    void out(byte[] value) throws UsageException {
        out = format("--out-format", value);
    }

    void log(byte[] value) throws UsageException {
        log = format("--log-file-format", value);
    }

    private static String format(String option, byte[] value) throws UsageException {
        String text = Latin.decoded(Latin.text(value));
        Optional<String> not = OutFormat.notGiven(text);
        if (not.isPresent()) {
            throw wrong(
                    option,
                    Latin.text(value),
                    not.get() + " is known to daemons of rsync alone, or of checksums not made");
        }
        return text;
    }

    private static UsageException wrong(String option, String text, String reason) {
        return new UsageException(
                "cannot use "
                        + option
                        + " '"
                        + Latin.shown(text)
                        + "': "
                        + reason
                        + "; use %i %n %L %f %l %b %B %M %o %t %p %U or %G");
    }

    /** The formats, for so many sources. */
    ViewOptions.Formats formats(Ends ends) throws UsageException {
        requireOneSource("--out-format", out, ends);
        requireOneSource("--log-file-format", log, ends);
        return new ViewOptions.Formats(
                out == null ? null : OutFormat.of(out), log == null ? null : OutFormat.of(log));
    }

    private static void requireOneSource(String option, @Nullable String text, Ends ends)
            throws UsageException {
        if (text != null && ends.sources().size() > 1 && OutFormat.uses(text, 'f')) {
            throw wrong(option, text, "%f cannot be told of several sources");
        }
    }
}
