package dev.dsync.io.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How dsync is started on another machine by a remote shell.
 *
 * <p>Neither paths nor options of a run are in it; they travel inside the connection.
 *
 * @param shell the remote shell's program and its own options; never empty
 * @param user whom to be there, or null for whoever the shell chooses
 * @param host the machine
 * @param dsync what the shell there runs as dsync, as typed; it may be more than one word
 */
public record SshCommand(List<String> shell, @Nullable String user, String host, String dsync) {
    /** What is run where nothing else is said. */
    public static final List<String> SSH = List.of("ssh");

    /** The program there where nothing else is said. */
    public static final String DSYNC = "dsync";

    /** A command with at least a program to start. */
    public SshCommand {
        shell = List.copyOf(shell);
        if (shell.isEmpty() || dsync.isBlank()) {
            throw new IllegalArgumentException("no program");
        }
    }

    /**
     * Splits the text of {@code -e} as rsync does: at spaces, but not inside quotes of either kind;
     * a doubled quote inside its own kind is one such character; backslashes mean nothing.
     *
     * @return nothing if a quote is not closed or there is no word
     */
    public static Optional<List<String>> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0 && c == quote) {
                if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                    word.append(c);
                    i++;
                } else {
                    quote = 0;
                }
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                inWord = true;
            } else if (quote == 0 && c == ' ') {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return quote != 0 || words.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(words));
    }

    /** The arguments of the process that is started here. */
    List<String> arguments() throws TransportException {
        if (host.isEmpty() || host.startsWith("-") || host.indexOf('\0') >= 0) {
            throw new TransportException.IllegalHost(host);
        }
        List<String> arguments = new ArrayList<>(shell);
        if (user != null) {
            arguments.add("-l");
            arguments.add(user);
        }
        arguments.add("--");
        arguments.add(host);
        arguments.add(dsync + " serve --stdio");
        return arguments;
    }
}
