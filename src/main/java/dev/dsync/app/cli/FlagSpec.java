package dev.dsync.app.cli;

import dev.dsync.core.filter.InvalidRuleException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say of one option.
 *
 * @param names as typed, short ones first
 * @param label what stands for the value in the help; empty without one
 * @param toggle what it changes if it takes no value
 * @param setting what it changes if it takes one
 */
record FlagSpec(
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

    /** An option without a value; several names are parted by commas. */
    static FlagSpec toggle(Flag.Group group, String names, String help, Toggle toggle) {
        return new FlagSpec(group, List.of(names.split(",", -1)), "", help, toggle, null);
    }

    /** An option with a value. */
    static FlagSpec setting(
            Flag.Group group, String names, String label, String help, Setting setting) {
        return new FlagSpec(group, List.of(names.split(",", -1)), label, help, null, setting);
    }
}
