package dev.dsync.app.cli;

import dev.dsync.app.render.OutFormat;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The formats of lines, while options are read. */
final class OutputDraft {
    boolean lists;
    private @Nullable String out;
    private @Nullable String log;
    private @Nullable Boolean progress;
    private final Map<InfoWord, Integer> levels = new EnumMap<>(InfoWord.class);

    /** Takes figures of progress for wanted, or not, as said. */
    void progress(boolean on) {
        progress = on;
    }

    void info(byte[] value) throws UsageException {
        levels.putAll(InfoWord.levels(value));
    }

    /** Whether nothing of what {@code --info} named is told here. */
    boolean namesNothing() {
        return levels.keySet().stream().noneMatch(InfoWord::isHeeded);
    }

    /** Whether {@code --progress} or {@code --info} ask for figures of progress. */
    boolean showsProgress() {
        return level(InfoWord.PROGRESS, Boolean.TRUE.equals(progress) ? 1 : 0) > 0;
    }

    /** What is told where {@code -v} was given so often. */
    Info told(int verbose, boolean stats) {
        boolean lines = Boolean.TRUE.equals(progress);
        int usual = verbose > 0 || lines ? 1 : 0;
        int ofProgress = level(InfoWord.PROGRESS, lines ? 1 : 0);
        boolean unwanted = Boolean.FALSE.equals(progress) || levels.containsKey(InfoWord.PROGRESS);
        return new Info(
                level(InfoWord.NAME, Math.max(Math.min(verbose, 2), usual)),
                level(InfoWord.FLIST, usual) > 0,
                level(InfoWord.DEL, usual) > 0,
                level(InfoWord.STATS, stats ? 2 : Math.min(verbose, 1)),
                ofProgress,
                ofProgress == Info.OF_FILES || (ofProgress == 0 && !unwanted));
    }

    private int level(InfoWord word, int usual) {
        return levels.getOrDefault(word, usual);
    }

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
