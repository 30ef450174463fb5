package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Precondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The options that rsync's own help names. */
@Tag("rsync")
class RsyncOptionIT {
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[\\w@][\\w-]*");

    @Test
    void everyOptionOfRsync_isKnownOrExplained() throws IOException {
        Set<String> known =
                RunFlag.all().stream()
                        .flatMap(flag -> Stream.of(flag.names(), flag.negations()))
                        .flatMap(List::stream)
                        .collect(Collectors.toSet());
        known.addAll(Set.of("--help", "--version", "-V", "--no-OPTION"));
        String help = Command.of(Precondition.program("rsync").toString(), "--help").run().stdout();
        List<String> silent = new ArrayList<>();
        int options = 0;
        for (String line : help.lines().filter(one -> one.startsWith("-")).toList()) {
            Matcher option = OPTION.matcher(line.substring(0, Math.min(line.length(), 25)));
            while (option.find()) {
                options++;
                String name = option.group();
                if (!known.contains(name) && RsyncOption.explained(name).isEmpty()) {
                    silent.add(name);
                }
            }
        }
        assertTrue(options > 100, help);
        assertEquals(List.of(), silent);
    }

    @Test
    void noOptionOfDsync_isExplained() {
        for (RunFlag flag : RunFlag.all()) {
            flag.names().forEach(name -> assertTrue(RsyncOption.explained(name).isEmpty(), name));
        }
    }
}
