package dev.dsync.app.cli;

import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.filter.RuleParser;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.TypedPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The options about how what changes is written, while they are read. */
final class WritingDraft {
    private static final String SUFFIX = "~";

    boolean backup;
    boolean delayed;
    boolean inPlace;
    boolean appends;
    boolean atomic;
    boolean partial;
    boolean partialDirectory;
    boolean fuzzy;
    @Nullable TypedPath backupDirectory;
    @Nullable String suffix;
    private final List<TypedPath> alternates = new ArrayList<>();
    private Policy.Alternates.@Nullable Use use;

    /** A path for whoever stands in the destination. */
    static TypedPath path(String option, byte[] value) throws UsageException {
        String text = Latin.text(value);
        if (text.indexOf('\n') >= 0) {
            throw Values.wrong(option, text, "it has a line end in it");
        }
        try {
            return TypedPath.of(value);
        } catch (IllegalNameException e) {
            throw Values.wrong(option, text, "it is no path");
        }
    }

    /** One more directory that may have what is new. */
    void alternate(String option, Policy.Alternates.Use how, byte[] value) throws UsageException {
        if (use != null && use != how) {
            throw new UsageException(
                    "cannot combine "
                            + option
                            + " with another of --compare-dest, --copy-dest and --link-dest: what"
                            + " is new comes to be in one way; keep one of them");
        }
        if (alternates.size() == Policy.Alternates.DIRECTORIES_MAX) {
            throw new UsageException(
                    "cannot use more than "
                            + Policy.Alternates.DIRECTORIES_MAX
                            + " times "
                            + option
                            + ": each costs a look at every new entry; name the latest ones");
        }
        use = how;
        alternates.add(path(option, value));
    }

    static String suffix(byte[] value) throws UsageException {
        String text = Latin.text(value);
        if (text.indexOf('/') >= 0) {
            throw Values.wrong(
                    "--suffix", text, "it has a slash in it; use --backup-dir for a directory");
        }
        if (text.indexOf('\n') >= 0 || text.length() > Name.BYTES_MAX) {
            throw Values.wrong("--suffix", text, "no name can end with it");
        }
        return text;
    }

    /**
     * What was asked for.
     *
     * @param wholeFiles whether files that differ shall be sent whole
     */
    Policy.Writing policy(boolean wholeFiles) throws UsageException {
        if (appends && wholeFiles) {
            throw new UsageException(
                    "cannot combine --append with --whole-file: what is there is not sent again;"
                            + " keep one of them");
        }
        if ((inPlace || appends) && partialDirectory) {
            throw new UsageException(
                    "cannot combine --partial-dir with --inplace or --append: what came of a file"
                            + " is in its place; keep one of them");
        }
        if (delayed && (inPlace || appends)) {
            throw new UsageException(
                    "cannot combine --delay-updates with --inplace or --append: what is written in"
                            + " place cannot wait; keep one of them");
        }
        return new Policy.Writing(
                backup(),
                use == null
                        ? Optional.empty()
                        : Optional.of(new Policy.Alternates(use, alternates)),
                delayed,
                inPlace || appends,
                appends,
                atomic);
    }

    /**
     * Refuses what would change something before the whole tree is another.
     *
     * @param others whether other options do so
     */
    void requireAtomic(boolean others) throws UsageException {
        if (atomic && (others || inPlace || appends || directory() != null)) {
            throw new UsageException(
                    "cannot combine --atomic-tree with --inplace, --append, --backup-dir, -K,"
                        + " --no-implied-dirs or --remove-source-files: they would change something"
                        + " before the tree is another; leave one out");
        }
    }

    private Optional<Policy.Backup> backup() throws UsageException {
        TypedPath directory = directory();
        if (directory == null && backupDirectory != null && (suffix == null || suffix.isEmpty())) {
            throw new UsageException(
                    "cannot use the destination as --backup-dir without a --suffix: backups would"
                            + " be what they are backups of; give one");
        }
        if ("".equals(suffix) && directory == null) {
            throw new UsageException(
                    "cannot use --suffix '' without a --backup-dir: backups would be what they are"
                            + " backups of; give one of them");
        }
        if (!keeps()) {
            return Optional.empty();
        }
        return Optional.of(
                new Policy.Backup(
                        suffix != null ? suffix : directory == null ? SUFFIX : "", directory));
    }

    /** Whether what gives way is kept. */
    boolean keeps() {
        return backup || backupDirectory != null;
    }

    /** Whether what gives way is kept beside what replaces it. */
    boolean keepsBeside() {
        return keeps() && directory() == null;
    }

    /** The destination itself is none. */
    private @Nullable TypedPath directory() {
        boolean isDestination =
                backupDirectory == null
                        || (!isAbsolute(backupDirectory) && steps(backupDirectory).isEmpty());
        return isDestination ? null : backupDirectory;
    }

    private static boolean isAbsolute(TypedPath path) {
        return Latin.text(path.bytes()).startsWith("/");
    }

    private static String steps(TypedPath path) {
        String text = "/" + Latin.text(path.bytes()) + "/";
        String shorter = text.replace("/./", "/");
        while (!shorter.equals(text)) {
            text = shorter;
            shorter = text.replace("/./", "/");
        }
        return text.replaceAll("^/+|/+$", "").replaceAll("/+", "/");
    }

    /** Adds the rules that keep backups from being deleted by the next run. */
    void protect(RuleParser rules, Policy.Deletion deletion)
            throws IOException, InvalidRuleException {
        TypedPath directory = directory();
        if (!deletion.enabled() || !keeps()) {
            return;
        }
        if (directory == null) {
            if (!deletion.excluded()) {
                String ending = suffix == null ? SUFFIX : suffix;
                rules.filter(Latin.bytes("P *" + ending.replaceAll("[*?\\[\\\\]", "\\\\$0")));
            }
            return;
        }
        String within = steps(directory);
        boolean isWithin = !isAbsolute(directory) && !("/" + within + "/").contains("/../");
        if (isWithin) {
            String pattern =
                    within.matches("(?s).*[*?\\[].*")
                            ? within.replaceAll("[*?\\[\\\\]", "\\\\$0")
                            : within;
            rules.filter(Latin.bytes("P /" + pattern + "/"));
        }
    }
}
