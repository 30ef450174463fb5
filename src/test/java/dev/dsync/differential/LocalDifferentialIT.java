package dev.dsync.differential;

import dev.dsync.app.cli.Main;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The table against {@code dsync push} from one local directory to another, in this JVM. */
class LocalDifferentialIT extends DifferentialContract {
    @Override
    protected List<DifferentialCase> cases() {
        return CaseTable.built().stream().filter(one -> !one.needsAnotherUser()).toList();
    }

    @Override
    protected SyncUnderTest subject(DifferentialCase one) {
        return dsync(directory.resolve("home"));
    }

    /** The program in this JVM, with a home of its own. */
    static SyncUnderTest dsync(Path home) {
        Map<String, String> environment = Map.of("DSYNC_HOME", home.toString());
        return Dsync.inProcess(
                (argv, out, err) ->
                        Main.run(
                                argv.stream()
                                        .map(word -> word.getBytes(StandardCharsets.UTF_8))
                                        .toList(),
                                out,
                                err,
                                environment));
    }
}
