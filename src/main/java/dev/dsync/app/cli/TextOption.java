package dev.dsync.app.cli;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** Options whose values are text as it was typed. */
final class TextOption {
    private TextOption() {}

    /** An option that adds each of its values to a list. */
    static OptionSpec into(List<String> values, String name, String label, String help) {
        return OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(help)
                .parameterConsumer((args, _, _) -> values.add(Latin.decoded(args.pop())))
                .build();
    }
}
