package dev.dsync.io.transport;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Opens connections by a remote shell, which has authenticated both ends before dsync speaks. */
public final class SshDialer {
    private final Executor pumps;
    private final Consumer<String> remoteErrors;

    /**
     * Dials by processes of this machine.
     *
     * @param pumps runs one task per connection for as long as the shell lives
     * @param remoteErrors is given each line the far side says that is not dsync's, as it comes and
     *     not escaped
     */
    public SshDialer(Executor pumps, Consumer<String> remoteErrors) {
        this.pumps = pumps;
        this.remoteErrors = remoteErrors;
    }

    /** Starts the shell and waits until dsync answers, as long as the shell takes. */
    public Connection dial(SshCommand command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.arguments());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new TransportException.ShellNotStarted(
                    command.host(), command.shell().getFirst(), e);
        }
        RemoteErrors errors = new RemoteErrors(process.errorReader(), remoteErrors);
        ShellConnection connection = new ShellConnection(process, errors, command.host());
        try {
            pumps.execute(errors);
            connection.awaitGreeting();
        } catch (IOException | RuntimeException e) {
            connection.abort();
            throw e;
        }
        return connection;
    }
}
