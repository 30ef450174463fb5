package dev.dsync.app.cli;

import dev.dsync.app.doctor.Check;
import dev.dsync.app.doctor.Finding;
import dev.dsync.app.doctor.Shell;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.tree.Escape;
import dev.dsync.io.fs.StateDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether what the user has set for good can be used; until {@link #look} nothing is set. */
final class SettingsCheck implements Check {
    private static final Pattern VARIABLE = Pattern.compile("\\bDSYNC_[A-Z0-9_]+");

    private final Assembly assembly;
    private final Console console;
    private final String file;
    private Settings settings = Settings.none();
    private InetSocketAddress listen = new InetSocketAddress(Dialler.PORT);
    private List<PeerAddress> peers = List.of();
    private List<String> shell = RunOptions.Reach.STANDARD.shell();

    SettingsCheck(Assembly assembly, Console console) {
        this.assembly = assembly;
        this.console = console;
        this.file = Home.of(console.environment()).configFile();
    }

    @Override
    public String subject() {
        return "settings";
    }

    @Override
    public List<Finding> look() throws IOException {
        try {
            settings = assembly.settings(console);
            use();
            return List.of(Finding.ok("all can be used"));
        } catch (UsageException | InvalidRuleException e) {
            return List.of(refused(String.valueOf(e.getMessage())));
        } catch (StateDirectory.UnsafeException e) {
            return List.of(unsafe(e));
        }
    }

    /** What is parsed is what a command would begin with. */
    private void use() throws UsageException, IOException, InvalidRuleException {
        var _ = new JobOptions(settings, false, false);
        listen = ListenAddress.parse(settings.last(List.of(), "listen"));
        peers = PeersToDial.parse(settings.values("peers")).named();
        WatchCommand.role(settings.last(List.of(), "role"));
        OwnName.of(settings.last(List.of(), "name"));
        String page = settings.last(List.of(), "web");
        if (!page.isEmpty()) {
            var _ = ListenAddress.parse(page, "--web");
        }
        String words = settings.last(List.of(), "rsh");
        if (!words.isEmpty()) {
            shell = ShellWords.split(words.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Finding refused(String message) {
        Failure failure = new Failure(ExitCode.USAGE, message);
        String remedy = message.substring(failure.what().length()).replaceFirst("^; ", "");
        Matcher variable = VARIABLE.matcher(message);
        return Finding.wrong(
                failure.what(),
                remedy.isEmpty() ? "correct it" : remedy.replaceFirst("[?]$", ""),
                variable.find()
                        ? "unset " + variable.group()
                        : message.contains(Escape.text(file))
                                ? "${EDITOR:-vi} " + Shell.word(file)
                                : "env | grep ^DSYNC_; cat " + Shell.word(file));
    }

    private Finding unsafe(StateDirectory.UnsafeException e) {
        String text = Messages.of(e).what();
        String word = Shell.word(file);
        return switch (e.fault()) {
            case FOREIGN_OWNER ->
                    Finding.wrong(text, "make it your own", "sudo chown \"$(id -un)\" " + word);
            case CHANGED_BY_OTHERS, OPEN_TO_OTHERS ->
                    Finding.wrong(text, "let only yourself change it", "chmod go-w " + word);
            case NOT_REGULAR, TOO_LONG ->
                    Finding.wrong(text, "move it away", "mv " + word + " " + word + ".old");
        };
    }

    /** What is set; nothing where that cannot be used. */
    Settings settings() {
        return settings;
    }

    /** Where dsync listens. */
    InetSocketAddress listen() {
        return listen;
    }

    /** The peers that are set. */
    List<PeerAddress> peers() {
        return peers;
    }

    /** The remote shell. */
    List<String> shell() {
        return shell;
    }

    /** What is run on another machine as dsync. */
    String dsyncPath() {
        String path = settings.last(List.of(), "dsync-path");
        return path.isEmpty() ? RunOptions.Reach.STANDARD.dsyncPath() : path;
    }
}
