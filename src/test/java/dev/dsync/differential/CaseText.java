package dev.dsync.differential;

import dev.dsync.tree.TreeSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One case as its lines are read: directives at the margin, the lines of trees and of expected
 * output indented.
 */
final class CaseText {

    private final String name;
    private final List<About> about = new ArrayList<>();
    private final Set<String> features = new HashSet<>();
    private List<String> flags = List.of();
    private List<String> locations = List.of("A/", "B/");
    private TreeSpec trees = TreeSpec.empty();
    private boolean bare;
    private boolean asNobody;
    private boolean inOrder;
    private boolean comparesHoles;
    private boolean differs;
    private OptionalInt expectedExit = OptionalInt.empty();
    private Optional<List<String>> expectedStdout = Optional.empty();
    private Optional<TreeSpec> expectedTrees = Optional.empty();

    private CaseText(String name) {
        this.name = name;
    }

    static DifferentialCase parse(List<String> lines) {
        CaseText text = new CaseText(lines.get(0).substring(3).strip());
        int at = 1;
        while (at < lines.size()) {
            String directive = lines.get(at++).strip();
            List<String> block = new ArrayList<>();
            while (at < lines.size() && lines.get(at).startsWith(" ")) {
                block.add(lines.get(at++).strip());
            }
            text.read(directive, block);
        }
        return text.toCase();
    }

    private void read(String directive, List<String> block) {
        if (directive.endsWith(":")) {
            readBlock(directive.substring(0, directive.length() - 1), block);
            return;
        }
        List<String> words = Arrays.asList(directive.split("\\s+", -1));
        List<String> rest = words.subList(1, words.size());
        switch (words.get(0)) {
            case "about" -> about.add(about(directive.substring("about".length()).strip()));
            case "flags" -> flags = rest;
            case "run" -> locations = rest;
            case "needs" -> features.addAll(rest);
            case "bare" -> bare = true;
            case "as-nobody" -> asNobody = true;
            case "in-order" -> inOrder = true;
            case "holes" -> comparesHoles = true;
            case "differs" -> differs = true;
            case "expect-exit" -> expectedExit = OptionalInt.of(Integer.parseInt(rest.get(0)));
            default -> throw new IllegalArgumentException(name + ": " + directive);
        }
    }

    private void readBlock(String label, List<String> block) {
        switch (label) {
            case "expect-out" -> expectedStdout = Optional.of(List.copyOf(block));
            case "expect-trees" ->
                    expectedTrees = Optional.of(TreeSpec.of(String.join("\n", block)));
            default -> {
                TreeSpec root = label.equals(".") ? TreeSpec.empty() : TreeSpec.of("d " + label);
                boolean saysRoot = block.stream().anyMatch(line -> line.startsWith("d . "));
                trees =
                        trees.plus(saysRoot ? TreeSpec.empty() : root)
                                .plus(CaseTable.tree(label, block));
            }
        }
    }

    private static About about(String text) {
        String[] words = text.split("\\s+", 2);
        return switch (words[0]) {
            case "flag" -> new About.Flag(words[1]);
            case "slash" -> new About.Slash(words[1]);
            case "location" -> new About.Location(words[1]);
            case "entry" -> new About.Entry(words[1]);
            case "not" -> new About.Change(words[1]);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private DifferentialCase toCase() {
        Optional<Expectation> expectation =
                differs
                        ? Optional.of(new Expectation(expectedExit, expectedStdout, expectedTrees))
                        : Optional.empty();
        return new DifferentialCase(
                name,
                about,
                features,
                new Invocation(flags, locations, bare, asNobody),
                trees,
                inOrder,
                comparesHoles,
                expectation);
    }
}
