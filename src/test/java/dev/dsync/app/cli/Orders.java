package dev.dsync.app.cli;

import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.io.fs.FileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** What flags come to, as push reads them. */
final class Orders {
    private Orders() {}

    /**
     * The order of {@code push FLAGS A B}.
     *
     * @param home where config.toml would be
     */
    static Order of(Path home, String flags)
            throws UsageException, IOException, InvalidRuleException {
        return typed(home, flags + " A B");
    }

    /** The order of {@code push} with these arguments. */
    static Order typed(Path home, String arguments)
            throws UsageException, IOException, InvalidRuleException {
        PushCommand push = new PushCommand("push");
        List<String> args = new ArrayList<>(List.of(arguments.strip().split(" ", -1)));
        Main.parse(new CommandLine(push.spec()), args);
        return push.order(
                Settings.read(
                        FileSystem.ofThisMachine(),
                        home.resolve("config.toml").toString(),
                        Map.of()));
    }
}
