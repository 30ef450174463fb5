package dev.dsync.differential;

import dev.dsync.tree.TreeSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What dsync does where it differs from rsync on purpose; what is not said is as with rsync. */
public record Expectation(
        OptionalInt exitCode, Optional<List<String>> stdout, Optional<TreeSpec> trees) {}
