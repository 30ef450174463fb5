package dev.dsync.differential;

import dev.dsync.tree.TreeSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All cases, read from the {@code *.cases} files beside this class; their README says how one is
 * written.
 */
public final class CaseTable {

    private static final List<String> FILES =
            List.of(
                    "plain",
                    "selection",
                    "sources",
                    "transfer",
                    "writing",
                    "attributes",
                    "removal",
                    "output");
    private static final String BUILT = "built-features.txt";

    private CaseTable() {}

    public static List<DifferentialCase> all() {
        List<DifferentialCase> cases = new ArrayList<>();
        for (String file : FILES) {
            List<String> block = new ArrayList<>();
            for (String line : lines(file + ".cases")) {
                if (line.startsWith("== ") && !block.isEmpty()) {
                    cases.add(CaseText.parse(block));
                    block.clear();
                }
                block.add(line);
            }
            cases.add(CaseText.parse(block));
        }
        Set<String> names = new HashSet<>();
        for (DifferentialCase one : cases) {
            if (!names.add(one.name())) {
                throw new IllegalStateException("two cases are named " + one.name());
            }
        }
        return cases;
    }

    /** The cases that need nothing beyond what is built. */
    public static List<DifferentialCase> built() {
        Set<String> built = builtFeatures();
        return all().stream().filter(one -> built.containsAll(one.needs())).toList();
    }

    static Set<String> builtFeatures() {
        Set<String> words = new LinkedHashSet<>();
        lines(BUILT).forEach(line -> words.addAll(Arrays.asList(line.split("\\s+", -1))));
        return words;
    }

    static List<String> lines(String resource) {
        try (InputStream stream = CaseTable.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TreeSpec tree(String directory, List<String> lines) {
        TreeSpec spec = TreeSpec.of(String.join("\n", lines));
        return directory.equals(".") ? spec : spec.under(directory);
    }
}
