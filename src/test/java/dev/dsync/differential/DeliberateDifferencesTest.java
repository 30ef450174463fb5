package dev.dsync.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each difference from rsync that is meant has a row in the documents and a case, and the other way
 * round.
 */
class DeliberateDifferencesTest {

    private static final Path PAGE = Path.of("src/docs/rsync-differences.md");
    private static final String HEADING = "| what | rsync | dsync | why | case |";
    private static final int COLUMNS = 5;

    @Test
    void everyDifferingCase_standsInThePageAndBack() throws IOException {
        Set<String> cases =
                CaseTable.all().stream()
                        .filter(one -> one.expectation().isPresent())
                        .map(DifferentialCase::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(cases, new TreeSet<>(casesOfPage()));
    }

    @Test
    void noRow_saysWhatAnotherOneIsAbout() throws IOException {
        List<String> subjects = rows().stream().map(List::getFirst).toList();
        assertEquals(subjects.size(), Set.copyOf(subjects).size(), subjects::toString);
    }

    @Test
    void contents_nameEachPart() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        List<String> parts =
                lines.stream()
                        .filter(line -> line.startsWith("## "))
                        .map(line -> line.substring(3))
                        .toList();
        List<String> named =
                lines.stream()
                        .filter(line -> line.startsWith("- ["))
                        .map(line -> line.substring(3, line.indexOf(']')))
                        .toList();
        assertEquals(parts, named);
    }

    private static List<String> casesOfPage() throws IOException {
        return rows().stream()
                .flatMap(row -> Stream.of(row.getLast().replace("`", "").split(",")))
                .map(String::strip)
                .filter(name -> !name.equals("-"))
                .toList();
    }

    private static List<List<String>> rows() throws IOException {
        List<List<String>> rows =
                Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("|"))
                        .filter(line -> !line.equals(HEADING) && !line.startsWith("|---"))
                        .map(
                                line ->
                                        List.of(
                                                line.substring(1, line.length() - 1)
                                                        .split("(?<!\\\\)\\|", -1)))
                        .toList();
        rows.forEach(row -> assertEquals(COLUMNS, row.size(), row::toString));
        return rows;
    }
}
