package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.io.wire.Message.ReportLevel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemovalOptionTest {
    @TempDir private Path home;

    @Test
    void whatIsRemovedAtTheSources_isReportedWhateverIsShown() throws Exception {
        Map<String, ReportLevel> levels = new LinkedHashMap<>();
        levels.put("", ReportLevel.PROBLEMS);
        levels.put("--remove-source-files", ReportLevel.ALL);
        levels.put("-q --remove-source-files", ReportLevel.ALL);
        levels.put("-n --remove-source-files", ReportLevel.PROBLEMS);
        levels.put("--remove-source-files --no-remove-source-files -i", ReportLevel.CHANGES);
        for (Map.Entry<String, ReportLevel> one : levels.entrySet()) {
            RunOptions run = Orders.of(home, one.getKey()).run();
            assertEquals(one.getValue(), run.report(), one.getKey());
            assertEquals(
                    one.getKey().contains("remove") && !one.getKey().contains("--no-"),
                    run.policy().deletion().sources(),
                    one.getKey());
        }
    }
}
