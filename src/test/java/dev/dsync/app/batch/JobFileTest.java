package dev.dsync.app.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.app.batch.Job.Setting;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobFileTest {
    /** A few options, of which a port is a number and a place is not {@code nowhere}. */
    private static final class FewOptions implements Options {
        @Override
        public Set<String> names() {
            return Set.of("delete", "perms", "exclude", "include", "port", "verbose");
        }

        @Override
        public boolean takesValue(String option) {
            return Set.of("exclude", "include", "port").contains(option);
        }

        @Override
        public boolean isList(String option) {
            return option.endsWith("clude");
        }

        @Override
        public Optional<String> objection(Setting setting) {
            return setting.option().equals("port") && !setting.value().matches("\\d+")
                    ? Optional.of("no port")
                    : Optional.empty();
        }

        @Override
        public Optional<String> objection(String location) {
            return location.equals("nowhere") ? Optional.of("no place") : Optional.empty();
        }

        @Override
        public Optional<String> objection(Job job) {
            return job.name().equals("bad") ? Optional.of("bad job") : Optional.empty();
        }

        @Override
        public Optional<String> nearest(String typed, Collection<String> known) {
            return known.stream().filter(word -> word.startsWith(typed)).findFirst();
        }
    }

    private static JobFile parse(String... lines) {
        return JobFile.parse(String.join("\n", lines) + "\n", new FewOptions());
    }

    private static String faults(String... lines) {
        StringBuilder text = new StringBuilder();
        for (JobFile.Fault fault : parse(lines).faults()) {
            text.append(fault.line()).append(':').append(fault.column()).append(": ");
            text.append(fault.message()).append('\n');
        }
        return text.toString();
    }

    @Test
    void jobs_areInTheOrderOfTheFile_andTakeWhatTheyDoNotSayFromDefaults() {
        JobFile file =
                parse(
                        "[defaults]",
                        "delete = true",
                        "exclude = ['a', 'b']",
                        "retries = 2",
                        "backoff = '3m'",
                        "[job.zoo]",
                        "push = ['/a/', '/b']",
                        "to = 'h:c'",
                        "verbose = 2",
                        "exclude = 'c'",
                        "include = ['d']",
                        "delete = false",
                        "time-limit = '2h'",
                        "[job.ant]",
                        "to = '/x'",
                        "pull = 'h:y'",
                        "port = 22",
                        "retries = 0");
        assertEquals(List.of(), file.faults());
        Job zoo = file.jobs().getFirst();
        assertEquals("zoo", zoo.name());
        assertEquals(Job.Way.PUSH, zoo.way());
        assertEquals(List.of("/a/", "/b"), zoo.sources());
        assertEquals("h:c", zoo.destination());
        assertEquals(
                List.of(
                        new Setting("verbose", true, ""),
                        new Setting("verbose", true, ""),
                        new Setting("exclude", true, "c"),
                        new Setting("include", true, "d"),
                        new Setting("delete", false, "")),
                zoo.settings());
        assertEquals(new Retry(2, Duration.ofMinutes(3)), zoo.retry());
        assertEquals(Duration.ofHours(2), zoo.timeLimit());
        Job ant = file.jobs().get(1);
        assertEquals("ant", ant.name());
        assertEquals(Job.Way.PULL, ant.way());
        assertEquals(
                List.of(
                        new Setting("delete", true, ""),
                        new Setting("exclude", true, "a"),
                        new Setting("exclude", true, "b"),
                        new Setting("port", true, "22")),
                ant.settings());
        assertEquals(new Retry(0, Duration.ofMinutes(3)), ant.retry());
        assertEquals(null, ant.timeLimit());
    }

    @Test
    void allThatIsWrong_isToldAtOnceWithItsPlace() {
        assertEquals(
                """
                1:1: cannot use joba: there is no such key here; see dsync help batch
                3:1: cannot use del: there is no such key here; did you mean delete?
                4:1: cannot use retries: it is no such number; write one from 0 to 100
                5:1: no port
                6:1: cannot run job x: it has no source; write push = "PLACE" or pull = "PLACE"
                6:1: cannot run job x: it has no destination; write to = "PLACE"
                7:1: cannot use backoff: it is no time; write "30s", "10m", "2h" or "1d", more than none
                8:1: cannot use delete: it takes no value; write true, false or a digit
                9:17: cannot use exclude: its value is no text and no number; write exclude = ["TEXT", ...], or false to take it back
                10:1: cannot run job y: it both pushes and pulls; write two jobs
                11:15: no place
                13:1: cannot use to: it names no place; write to = "PLACE"
                15:1: cannot use time-limit: it is no time; write "30s", "10m", "2h" or "1d", more than none
                """,
                faults(
                        "joba = 1",
                        "[defaults]",
                        "del = true",
                        "retries = 101",
                        "port = 'x'",
                        "[job.x]",
                        "backoff = '0s'",
                        "delete = 'yes'",
                        "exclude = ['a', true]",
                        "[job.y]",
                        "push = ['/a', 'nowhere']",
                        "pull = '/a'",
                        "to = 5",
                        "port = 1",
                        "time-limit = 90",
                        "[job.z]",
                        "push = '/a'",
                        "to = '/b'"));
    }

    @Test
    void aJob_isLookedAtAsAWholeOnceItsPartsAreRight() {
        assertEquals("1:1: bad job\n", faults("[job.bad]", "push = '/a'", "to = '/b'"));
        assertEquals(
                "4:1: no port\n", faults("[job.bad]", "push = '/a'", "to = '/b'", "port = 'x'"));
    }

    @Test
    void whatIsNoToml_isToldLineByLine() {
        String faults = faults("[job.x]", "push = /a", "to = '/b'", "to = '/c'");
        assertTrue(faults.startsWith("2:8: cannot read this: "), faults);
        assertTrue(faults.contains("4:1: cannot read this: to previously defined"), faults);
    }

    @Test
    void namesThatNeedQuotes_andFilesWithoutJobs_areRefused() {
        String[] names = {"'a b'", "''", "'-x'", "'a/b'", "'é'", "a".repeat(65)};
        for (String name : names) {
            String faults = faults("[job." + name + "]", "push = '/a'", "to = '/b'");
            assertTrue(faults.contains("cannot call a job '"), name + ": " + faults);
        }
        assertEquals("1:1: cannot find a job: there is none; write [job.NAME]\n", faults("# x"));
        assertEquals("1:1: cannot use this: it is no table; write [job.NAME]\n", faults("job = 1"));
        assertEquals("1:1: cannot use this: it is no table; write [job.NAME]\n", faults("[[job]]"));
        assertEquals(
                "2:1: cannot use this: it is no table; write [job.x]\n", faults("[job]", "x = 1"));
    }
}
