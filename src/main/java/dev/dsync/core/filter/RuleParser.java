package dev.dsync.core.filter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the rules of a command line, in its order: options and the files they name.
 *
 * <p>Patterns are bytes. Every method throws {@link InvalidRuleException} for a rule that says
 * nothing valid, and {@link IOException} if a file cannot be read.
 */
public final class RuleParser {
    private static final byte[] PER_DIRECTORY_FILE = RuleReader.utf8(": /.rsync-filter");
    private static final byte[] WITHOUT_THE_FILE = RuleReader.utf8("- .rsync-filter");
    private static final byte[] CVS_FILES = RuleReader.utf8(":C");

    /** What CVS ignores: its own directories and files, and what editors and compilers leave. */
    private static final byte[] CVS_IGNORES =
            RuleReader.utf8(
                    "RCS SCCS CVS CVS.adm RCSLOG cvslog.* tags TAGS .make.state .nse_depinfo *~ #*"
                            + " .#* ,* _$* *$ *.old *.bak *.BAK *.orig *.rej .del-* *.a *.olb *.o"
                            + " *.obj *.so *.exe *.Z *.elc *.ln core .svn/ .git/ .hg/ .bzr/");

    /** Reads the files of rules that the command line names. */
    public interface Files {
        /**
         * The most bytes a file of rules may have. Whoever reads one gives a byte more where there
         * is one, so that it is refused rather than cut.
         */
        int BYTES_MAX = 1 << 20;

        /**
         * The bytes of the file of that name, as the user wrote it; {@code -} is the standard
         * input.
         *
         * @throws IOException if it cannot be read; a file that is missing is an error too
         */
        byte[] read(byte[] name) throws IOException;

        /**
         * Patterns, separated by white space, that the user has CVS ignore everywhere: in a file
         * and in a variable, as far as there are any.
         */
        default List<byte[]> ignoredByUser() throws IOException {
            return List.of();
        }
    }

    private final Files files;
    private final RuleReader reader;
    private int shorthands;
    private List<Rule> last = List.of();

    /**
     * A parser that has seen nothing yet.
     *
     * @param nulSeparated whether rules in files end at NUL instead of at a line's end ({@code
     *     --from0})
     */
    public RuleParser(Files files, boolean nulSeparated) {
        this.files = files;
        this.reader = new RuleReader((name, origin) -> files.read(name), nulSeparated);
    }

    /** Rules in files end at NUL from now on ({@code --from0}). */
    public void nulSeparated() {
        reader.nulSeparated();
    }

    /** {@code --exclude}. */
    public void exclude(byte[] pattern) throws IOException, InvalidRuleException {
        reader.rule(pattern, RuleDefaults.EXCLUDE, new Origin.Argument("--exclude"));
    }

    /** {@code --include}. */
    public void include(byte[] pattern) throws IOException, InvalidRuleException {
        reader.rule(pattern, RuleDefaults.INCLUDE, new Origin.Argument("--include"));
    }

    /** {@code --filter}. */
    public void filter(byte[] rule) throws IOException, InvalidRuleException {
        reader.rule(rule, RuleDefaults.FILTER, new Origin.Argument("--filter"));
    }

    /** {@code --exclude-from}. */
    public void excludeFrom(byte[] file) throws IOException, InvalidRuleException {
        reader.file(files.read(file), RuleReader.shown(file), RuleDefaults.EXCLUDE);
    }

    /** {@code --include-from}. */
    public void includeFrom(byte[] file) throws IOException, InvalidRuleException {
        reader.file(files.read(file), RuleReader.shown(file), RuleDefaults.INCLUDE);
    }

    /**
     * {@code -F}: the first reads {@code .rsync-filter} in every directory, the second leaves those
     * files out.
     */
    public void perDirectoryFiles() throws IOException, InvalidRuleException {
        shorthands++;
        if (shorthands <= 2) {
            byte[] rule = shorthands == 1 ? PER_DIRECTORY_FILE : WITHOUT_THE_FILE;
            reader.rule(rule, RuleDefaults.FILTER, new Origin.Argument("-F"));
        }
    }

    /**
     * {@code -C}: behind all other rules those in {@code .cvsignore} files of directories, what CVS
     * ignores by itself, and what {@link Files#ignoredByUser} adds.
     */
    public void cvsExclude() throws IOException, InvalidRuleException {
        RuleReader words = new RuleReader((name, origin) -> files.read(name), false);
        words.rule(CVS_FILES, RuleDefaults.FILTER, new Origin.Argument("-C"));
        List<Rule> rules = new ArrayList<>(words.rules());
        RuleReader ignored = new RuleReader((name, origin) -> files.read(name), false);
        ignored.file(CVS_IGNORES, "-C", RuleDefaults.PERISHABLE_WORDS);
        for (byte[] more : files.ignoredByUser()) {
            ignored.file(more, ".cvsignore", RuleDefaults.WORDS);
        }
        rules.addAll(ignored.rules());
        last = rules;
    }

    /** The rules collected so far. */
    public RuleSet rules() throws InvalidRuleException {
        List<Rule> all = new ArrayList<>(reader.rules());
        all.addAll(last);
        return RuleSet.of(all);
    }
}
