package dev.dsync.app.cli;

import dev.dsync.app.batch.Job;
import dev.dsync.app.batch.Options;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.filter.RuleParser;
import dev.dsync.io.wire.Message.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the jobs of a file may set, and the pushes and pulls they come to. */
final class JobOptions implements Options {
    /** A job that says nothing else does not begin where it would delete more. */
    private static final Given BRAKE = new Given(Flag.MAX_DELETE, true, "50%", Given.Layer.FILE);

    private final Map<String, RunFlag> flags = new LinkedHashMap<>(Settings.flags());
    private final List<Given> settings;
    private final boolean json;
    private final boolean dryRun;

    /**
     * Those of jobs that run as the user has set for good.
     *
     * @param json whether they are told of for programs
     * @param dryRun whether they only show what would be done
     */
    JobOptions(Settings settings, boolean json, boolean dryRun)
            throws UsageException, IOException, InvalidRuleException {
        this.settings = settings.given();
        this.json = json;
        this.dryRun = dryRun;
        flags.remove("json"); // a batch is told of in one way
        for (Given one : this.settings) {
            if (one.on() || !one.flag().takesValue()) {
                Draft.require(one, rules());
            }
        }
    }

    private static RuleParser rules() {
        return new RuleParser(new OperatorFiles(), false);
    }

    @Override
    public Set<String> names() {
        return flags.keySet();
    }

    @Override
    public boolean takesValue(String option) {
        return flag(option).takesValue();
    }

    @Override
    public boolean isList(String option) {
        return flag(option).group() == Flag.Group.RULES && !option.endsWith("-size");
    }

    @Override
    public Optional<String> nearest(String typed, Collection<String> known) {
        return Nearest.to(typed, known);
    }

    private RunFlag flag(String option) {
        RunFlag flag = flags.get(option);
        if (flag == null) {
            throw new IllegalArgumentException("no option " + option);
        }
        return flag;
    }

    private Given given(Job.Setting setting) {
        return new Given(
                flag(setting.option()),
                setting.on(),
                Latin.text(setting.value().getBytes(StandardCharsets.UTF_8)),
                Given.Layer.ARGUMENTS);
    }

    @Override
    public Optional<String> objection(Job.Setting setting) {
        if (flag(setting.option()).label().equals("FILE") && !setting.value().startsWith("/")) {
            // What stands there is not repeated: it may be a key that somebody pasted.
            return Optional.of(
                    "cannot use --"
                            + setting.option()
                            + ": it names no file from the top; write a path that begins with /");
        }
        return objection(() -> Draft.require(given(setting), rules()));
    }

    @Override
    public Optional<String> objection(String location) {
        return objection(
                () -> {
                    Location parsed = location(location);
                    boolean isLocal = parsed instanceof Location.LocalLocation;
                    if (isLocal && !location.startsWith("/")) {
                        throw new UsageException(
                                "cannot use "
                                        + parsed
                                        + ": where it is depends on where the batch is started;"
                                        + " write a path that begins with /");
                    }
                });
    }

    @Override
    public Optional<String> objection(Job job) {
        return objection(
                () -> {
                    RunOptions run = order(job).run();
                    boolean isPush = run.ownRole() == Role.SOURCE;
                    if (job.way() == Job.Way.PUSH && !isPush) {
                        throw new UsageException(
                                "cannot push from another machine; write pull in place of push");
                    }
                    if (job.way() == Job.Way.PULL && isPush && !run.isLocal()) {
                        throw new UsageException(
                                "cannot pull to another machine; write push in place of pull");
                    }
                });
    }

    /** Something that can be wrong. */
    @FunctionalInterface
    private interface Check {
        void make() throws UsageException, IOException, InvalidRuleException;
    }

    private static Optional<String> objection(Check check) {
        try {
            check.make();
            return Optional.empty();
        } catch (UsageException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InvalidRuleException e) {
            return Optional.of(Messages.of(e).message());
        } catch (IOException e) {
            return Optional.of(Messages.of(e).message());
        }
    }

    private static Location location(String text) throws UsageException {
        return LocationParser.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The push or pull that a job is. */
    Order order(Job job) throws UsageException, IOException, InvalidRuleException {
        List<Given> given = new ArrayList<>();
        given.add(BRAKE);
        given.addAll(settings);
        job.settings().forEach(setting -> given.add(given(setting)));
        given.add(new Given(Flag.JSON, json, "", Given.Layer.ARGUMENTS));
        if (dryRun) {
            given.add(new Given(Flag.DRY_RUN, true, "", Given.Layer.ARGUMENTS));
            if (given.stream().noneMatch(one -> one.flag() == Flag.ITEMIZE && one.on())) {
                given.add(new Given(Flag.ITEMIZE, true, "", Given.Layer.ARGUMENTS));
            }
        }
        List<Location> places = new ArrayList<>();
        for (String source : job.sources()) {
            places.add(location(source));
        }
        places.add(location(job.destination()));
        return Draft.order(given, places, rules());
    }
}
