package dev.dsync.app.cli;

import picocli.CommandLine.Model.OptionSpec;

/** Options without a value. */
final class Switch {
    private Switch() {}

    /** One of these names. */
    static OptionSpec of(String help, String... names) {
        return OptionSpec.builder(names).type(boolean.class).arity("0").description(help).build();
    }

    static boolean isGiven(OptionSpec option) {
        return Boolean.TRUE.equals(option.getValue());
    }
}
