package dev.dsync.differential;

import dev.dsync.app.cli.Main;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The table against {@code dsync push} from one local directory to another, in this JVM. */
class LocalDifferentialIT extends DifferentialContract {
    @Override
    protected SyncUnderTest subject(Path home) {
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

    @Override
    protected boolean isProcess() {
        return false;
    }
}
