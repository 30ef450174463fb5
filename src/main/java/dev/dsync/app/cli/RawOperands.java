package dev.dsync.app.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What is given to a command beside its options, as the bytes that were typed. */
final class RawOperands {
    private RawOperands() {}

    /** Has a command put any number of them into a list; its synopsis tells of them. */
    static void into(List<byte[]> operands, String label, CommandSpec spec) {
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel(label)
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("0..*")
                        .hidden(true)
                        .parameterConsumer((args, _, _) -> operands.add(Latin.bytes(args.pop())))
                        .build());
    }
}
