package dev.dsync.app.cli;

import dev.dsync.app.render.Figures;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.filter.Rule;
import dev.dsync.core.filter.RuleParser;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Profile;
import dev.dsync.engine.session.SourceFiles;
import dev.dsync.io.codec.CompressionPolicy;
import dev.dsync.io.wire.Message.ReportLevel;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options of a push or pull while they are read, one after the other; later ones win. */
final class Draft {
    final RuleParser rules;
    final SourceDraft sources = new SourceDraft();
    boolean recursive;
    @Nullable Boolean dirs;
    boolean links;
    boolean perms;
    boolean times;
    boolean group;
    boolean owner;
    boolean devices;
    boolean specials;
    boolean hardLinks;
    boolean sparse;
    boolean executability;
    boolean omitDirTimes;
    boolean omitLinkTimes;
    final AttributeDraft attributes = new AttributeDraft();

    /** Null where nobody said: within a machine reading costs no less than writing. */
    @Nullable Boolean wholeFile;

    @Nullable Boolean relative;
    boolean oneFileSystem;
    boolean makePath;
    final WritingDraft writing = new WritingDraft();
    OptionalLong maxSize = OptionalLong.empty();
    OptionalLong minSize = OptionalLong.empty();
    boolean update;
    boolean checksum;
    boolean paranoid;
    boolean ignoreTimes;
    boolean sizeOnly;
    int modifyWindow = Policy.Comparison.NANOSECONDS;
    boolean existing;
    boolean ignoreExisting;
    final DeletionDraft deletion = new DeletionDraft();
    boolean dryRun;
    int verbose;
    boolean quiet;
    int itemize;
    boolean stats;
    int human = 1;
    boolean json;
    String logFile = "";
    boolean debug;
    final OutputDraft output = new OutputDraft();
    final LimitDraft limits = new LimitDraft(Instant.now(), ZoneId.systemDefault());
    List<String> shell = RunOptions.Reach.STANDARD.shell();
    String dsyncPath = RunOptions.Reach.STANDARD.dsyncPath();
    OptionalInt port = OptionalInt.empty();
    String keyFile = "";
    OptionalInt timeout = OptionalInt.empty();
    OptionalInt timeToConnect = OptionalInt.empty();
    private OptionalInt level = OptionalInt.empty();
    private Bandwidth bandwidth = Bandwidth.UNLIMITED;
    private boolean recursionTyped;
    private final Set<RunFlag> typed = new HashSet<>();

    private Draft(RuleParser rules) {
        this.rules = rules;
    }

    /**
     * What was given, in order, comes to.
     *
     * @param given by layers, in the order of {@link Given.Layer}
     */
    static Order order(List<Given> given, List<Location> locations, RuleParser rules)
            throws UsageException, IOException, InvalidRuleException {
        Draft draft = new Draft(rules);
        if (given.stream().noneMatch(one -> one.on() && one.flag().replacesArchive())) {
            draft.archive(true);
        }
        for (Given one : given) {
            if (one.flag() == SourceFlag.FROM0) {
                draft.take(one); // holds for files named before it as well
            } else if (one.flag() == Flag.RECURSIVE) {
                draft.recursionTyped = one.on();
            }
        }
        if (draft.sources.nulSeparated) {
            rules.nulSeparated();
        }
        for (Given one : Precedence.settled(given)) {
            draft.take(one);
            if (one.layer() == Given.Layer.ARGUMENTS) {
                draft.typed.add(one.flag());
            }
        }
        return draft.build(locations);
    }

    private void take(Given one) throws UsageException, IOException, InvalidRuleException {
        try {
            one.flag().apply(this, one);
        } catch (OperatorFiles.UnreadableException e) {
            throw e.of(one.flag().names().getLast());
        }
    }

    /** Refuses an option whose value is wrong whatever the others are. */
    static void require(Given one, RuleParser rules)
            throws UsageException, IOException, InvalidRuleException {
        new Draft(rules).take(one);
    }

    void archive(boolean on) {
        recursive = on;
        links = on;
        perms = on;
        times = on;
        group = on;
        owner = on;
        nodes(on);
    }

    void full(boolean on) {
        archive(on);
        hardLinks = on;
        attributes.xattrs = on;
        attributes.acls = on;
        sparse = on;
    }

    void nodes(boolean on) {
        devices = on;
        specials = on;
    }

    /** A level that was asked for is compression as well. */
    void compress(boolean on) {
        if (!on) {
            level = OptionalInt.of(0);
        } else if (level.equals(OptionalInt.of(0))) {
            level = OptionalInt.empty();
        }
    }

    void level(byte[] value) throws UsageException {
        level =
                OptionalInt.of(
                        Values.number("--compress-level", value, 0, CompressionPolicy.LEVEL_MAX));
    }

    void bandwidth(byte[] value) throws UsageException {
        bandwidth = Bandwidth.parse(Latin.text(value));
    }

    private Order build(List<Location> locations)
            throws UsageException, IOException, InvalidRuleException {
        Ends ends = Ends.of(output.lists ? ListOnly.ends(locations) : locations);
        List<Location> taken = sources.taken(ends, isRelative());
        Ends.requireFew(taken, isRelative());
        Policy.Deletion deletes = deletion.policy(isRecursive() || takesDirectories());
        writing.requireAtomic(
                deletes.sources() || sources.keepsDirectoryLinks || isWithoutImplied());
        ViewOptions view =
                new ViewOptions(
                        quiet ? 0 : verbose,
                        quiet,
                        itemize,
                        quiet ? Info.NONE : output.told(verbose, stats),
                        figures(),
                        output.lists,
                        json,
                        debug,
                        logFile,
                        output.formats(ends),
                        new IdleOptions(this, deletes, ends).notes());
        RunOptions run =
                new RunOptions(
                        taken,
                        ends.destination(),
                        scope(taken, deletes),
                        profile(),
                        new Policy(
                                deletes,
                                comparison(),
                                selection(),
                                writing.policy(Boolean.TRUE.equals(wholeFile))),
                        dryRun,
                        makePath,
                        attributes.options(),
                        sources.mungesLinks,
                        wholeFiles(ends),
                        report(view),
                        level,
                        bandwidth,
                        new RunOptions.Reach(
                                shell, dsyncPath, port, keyFile, timeout, timeToConnect));
        return new Order(output.lists ? ListOnly.of(run) : run, view, limits.end(), limits.waits);
    }

    private boolean wholeFiles(Ends ends) {
        return wholeFile != null
                ? wholeFile
                : ends.sources().getFirst() instanceof Location.LocalLocation
                        && ends.destination() instanceof Location.LocalLocation;
    }

    /** What is removed at the sources has to be known, whatever is shown. */
    private ReportLevel report(ViewOptions view) {
        if (view.showsUnchanged() || (deletion.removesSourceFiles && !dryRun)) {
            return ReportLevel.ALL;
        }
        return view.showsChanges() ? ReportLevel.CHANGES : ReportLevel.PROBLEMS;
    }

    private Figures figures() {
        List<Figures> levels =
                List.of(Figures.PLAIN, Figures.GROUPED, Figures.THOUSANDS, Figures.BINARY);
        return levels.get(Math.min(human, levels.size() - 1));
    }

    /** As in rsync, {@code -r} has to be given along with a list of files. */
    private boolean isRecursive() {
        return recursive && (recursionTyped || !sources.isListed());
    }

    private boolean takesDirectories() {
        return dirs != null ? dirs : sources.isListed();
    }

    private boolean isRelative() {
        return relative != null ? relative : sources.isListed();
    }

    /** What there is of the directories on the way to what was named stays as it is. */
    private boolean isWithoutImplied() {
        return isRelative() && !sources.implied;
    }

    private Scope scope(List<Location> taken, Policy.Deletion deletes)
            throws IOException, InvalidRuleException {
        writing.protect(rules, deletes);
        List<String> texts = rules.rules().rules().stream().map(Rule::toString).toList();
        boolean top =
                isRelative()
                        && sources.implied
                        && SourceFiles.meanTop(taken.stream().map(Location::path).toList());
        return new Scope(
                isRecursive(),
                takesDirectories(),
                oneFileSystem,
                isRelative(),
                isWithoutImplied(),
                texts,
                top,
                sources.withoutEmpty,
                sources.missing(),
                sources.safeLinks,
                sources.links(),
                sources.ignores());
    }

    private Profile profile() {
        return new Profile(
                        perms || attributes.acls,
                        executability && !perms && !attributes.acls,
                        times,
                        times && !omitDirTimes && !writing.keepsBeside(),
                        times && !omitLinkTimes,
                        owner,
                        group,
                        links,
                        devices,
                        specials,
                        hardLinks,
                        attributes.xattrs,
                        checksum)
                .withAcls(attributes.acls);
    }

    private Policy.Comparison comparison() {
        return new Policy.Comparison(ignoreTimes, sizeOnly, checksum, modifyWindow, paranoid);
    }

    private Policy.Selection selection() {
        return new Policy.Selection(update, existing, ignoreExisting, maxSize, minSize);
    }

    /** Whether an option stands on the command line, not only among what is set for good. */
    boolean isTyped(RunFlag flag) {
        return typed.contains(flag);
    }
}
