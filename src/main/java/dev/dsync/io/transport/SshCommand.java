package dev.dsync.io.transport;

import java.util.ArrayList;
import java.util.List;

/**
 * How dsync is started on another machine by a remote shell.
 *
 * <p>Neither paths nor options of a run are in it; they travel inside the connection.
 *
 * @param shell the remote shell's program and its own options; never empty
 * @param host the machine, with its user before an {@code @} or not
 * @param dsync what the shell there runs as dsync, as typed; it may be more than one word
 */
public record SshCommand(List<String> shell, String host, String dsync) {
    /** A command with at least a program to start. */
    public SshCommand {
        shell = List.copyOf(shell);
        if (shell.isEmpty() || dsync.isBlank()) {
            throw new IllegalArgumentException("no program");
        }
    }

    /** The arguments of the process that is started here. */
    List<String> arguments() throws TransportException {
        if (host.isEmpty() || host.startsWith("-") || host.indexOf('\0') >= 0) {
            throw new TransportException.IllegalHost(host);
        }
        List<String> arguments = new ArrayList<>(shell);
        arguments.add("--");
        arguments.add(host);
        arguments.add(dsync + " serve --stdio");
        return arguments;
    }
}
