package dev.dsync.app.cli;

import dev.dsync.core.filter.InvalidRuleException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of an option of push and pull.
 *
 * @param group under which heading the help shows it
 * @param names as typed, short ones first
 * @param label what stands for the value in the help; empty for one without
 * @param help what it does
 * @param toggle what it changes; null for one with a value
 * @param setting what it changes; null for one without a value
 */
record FlagTerms(
        Flag.Group group,
        List<String> names,
        String label,
        String help,
        @Nullable Toggle toggle,
        @Nullable Setting setting) {
    /** What an option without a value changes. */
    @FunctionalInterface
    interface Toggle {
        void set(Draft draft, boolean on) throws UsageException, IOException, InvalidRuleException;
    }

    /** What an option with a value changes. */
    @FunctionalInterface
    interface Setting {
        void set(Draft draft, byte[] value)
                throws UsageException, IOException, InvalidRuleException;
    }

    /** Those of one without a value; the names are separated by commas. */
    static FlagTerms of(Flag.Group group, String names, String help, Toggle toggle) {
        return new FlagTerms(group, List.of(names.split(",", -1)), "", help, toggle, null);
    }

    /** Those of one with a value; the names are separated by commas. */
    static FlagTerms of(
            Flag.Group group, String names, String label, String help, Setting setting) {
        return new FlagTerms(group, List.of(names.split(",", -1)), label, help, null, setting);
    }
}
