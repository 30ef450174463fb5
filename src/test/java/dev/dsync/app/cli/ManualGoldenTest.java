package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ManualGoldenTest {
    private static final Path FOLDER = Path.of("src/dist/man");

    private static Map<String, String> stored() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                pages.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return pages;
    }

    /** {@code scripts/golden --write} writes them anew. */
    @Test
    void pages_areWhatTheCommandsSay() throws IOException {
        Map<String, String> made = new TreeMap<>(ManualPage.all());
        if ("write".equals(System.getProperty("dsync.golden"))) {
            for (Map.Entry<String, String> page : made.entrySet()) {
                Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
            }
        }
        assertEquals(made, stored());
    }

    @Test
    void exitStatus_listsEveryCodeAndNoOther() throws IllegalAccessException {
        Set<String> codes = new TreeSet<>();
        for (Field field : ExitCode.class.getDeclaredFields()) {
            if (field.getType() == int.class) {
                codes.add(String.valueOf(field.getInt(null)));
            }
        }
        assertEquals(codes, new TreeSet<>(ManualSections.exitStatus("dsync").keySet()));
        Set<String> ofWatch = new TreeSet<>(codes);
        ofWatch.removeAll(Set.of("3", "24", "25", "40"));
        assertEquals(ofWatch, new TreeSet<>(ManualSections.exitStatus("watch").keySet()));
    }

    @Test
    void optionsListed_areTheOptionsAccepted() throws IOException {
        Map<String, String> pages = stored();
        for (CommandLine command : CommandTree.all().getSubcommands().values()) {
            String page = pages.getOrDefault("dsync-" + command.getCommandName() + ".1", "");
            Set<String> listed =
                    page.lines()
                            .filter(line -> line.startsWith("\\fB\\-"))
                            .flatMap(line -> Stream.of(line.split(", |\\\\fR", -1)))
                            .map(word -> word.replace("\\fB", "").replace("\\-", "-"))
                            .filter(word -> word.startsWith("-"))
                            .collect(Collectors.toCollection(TreeSet::new));
            Set<String> accepted =
                    command.getCommandSpec().options().stream()
                            .filter(option -> !option.hidden())
                            .map(OptionSpec::names)
                            .flatMap(Stream::of)
                            .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(accepted, listed, command.getCommandName());
            assertTrue(listed.contains("--help"), command.getCommandName());
        }
    }
}
