package dev.dsync.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Each difference from rsync that is meant has a row in the documents and a case, and the other way
 * round.
 */
class DeliberateDifferencesTest {

    private static final Path PAGE = Path.of("src/docs/rsync-differences.md");
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

    private static List<String> casesOfPage() throws IOException {
        List<List<String>> rows =
                Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("|"))
                        .skip(2)
                        .map(
                                line ->
                                        List.of(
                                                line.substring(1, line.length() - 1)
                                                        .split("(?<!\\\\)\\|", -1)))
                        .toList();
        rows.forEach(row -> assertEquals(COLUMNS, row.size(), row::toString));
        return rows.stream()
                .map(row -> row.getLast().strip().replace("`", ""))
                .filter(name -> !name.equals("-"))
                .toList();
    }
}
