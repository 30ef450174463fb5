package dev.dsync.app.cli;

import dev.dsync.core.filter.InvalidRuleException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** One option of push and pull, of whatever family. */
sealed interface RunFlag permits Flag, SourceFlag, WritingFlag, OutputFlag, LimitFlag {
    /** All of them, in the order in which a group of them is shown. */
    static List<RunFlag> all() {
        return Stream.<RunFlag[]>of(
                        Flag.values(),
                        SourceFlag.values(),
                        WritingFlag.values(),
                        OutputFlag.values(),
                        LimitFlag.values())
                .flatMap(Stream::of)
                .toList();
    }

    /** Its names, what its help says, and what it changes. */
    FlagSpec spec();

    /** Under which heading the help shows it. */
    default Flag.Group group() {
        return spec().group();
    }

    /** As typed, short ones first. */
    default List<String> names() {
        return spec().names();
    }

    /** The names that take it back: {@code --no-} and any name. */
    default List<String> negations() {
        return names().stream().map(name -> "--no-" + name.replaceFirst("^-+", "")).toList();
    }

    /** What stands for the value in the help. */
    default String label() {
        return spec().label();
    }

    /** What the help says of it. */
    default String help() {
        return spec().help();
    }

    /** Whether a value belongs to it. */
    default boolean takesValue() {
        return spec().setting() != null;
    }

    /**
     * Whether with this the user names what is kept, so that {@code -a} no longer holds unasked.
     */
    default boolean replacesArchive() {
        return group() == Flag.Group.ARCHIVE;
    }

    /** Changes in a draft what was given. */
    default void apply(Draft draft, Given given)
            throws UsageException, IOException, InvalidRuleException {
        FlagSpec spec = spec();
        if (spec.toggle() != null) {
            spec.toggle().set(draft, given.on());
        } else if (spec.setting() != null) {
            spec.setting().set(draft, given.value());
        }
    }
}
