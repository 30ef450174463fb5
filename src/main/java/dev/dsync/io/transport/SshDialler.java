package dev.dsync.io.transport;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Opens connections by a remote shell, which has authenticated both ends before dsync speaks. */
public final class SshDialler {
    /** What a call waits for. */
    private enum Waiting {
        FOR_GREETING,
        GREETED,
        /** It was ended. */
        NO_MORE
    }

    private final Executor pumps;
    private final Consumer<String> remoteErrors;

    /**
     * Dials by processes of this machine.
     *
     * @param pumps runs one task per connection for as long as the shell lives
     * @param remoteErrors is given each line the far side says that is not dsync's, as it comes and
     *     not escaped
     */
    public SshDialler(Executor pumps, Consumer<String> remoteErrors) {
        this.pumps = pumps;
        this.remoteErrors = remoteErrors;
    }

    /**
     * Starts the shell and waits until dsync answers, as long as the shell takes.
     *
     * @param started is given what ends the shell, and this call, from any thread; once the
     *     connection was returned it does nothing
     */
    public Connection dial(SshCommand command, Consumer<Runnable> started) throws IOException {
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
        AtomicReference<Waiting> waiting = new AtomicReference<>(Waiting.FOR_GREETING);
        try {
            started.accept(
                    () -> {
                        if (waiting.compareAndSet(Waiting.FOR_GREETING, Waiting.NO_MORE)) {
                            connection.abort();
                        }
                    });
            pumps.execute(errors);
            connection.awaitGreeting();
            if (!waiting.compareAndSet(Waiting.FOR_GREETING, Waiting.GREETED)) {
                throw new TransportException.Aborted(command.host());
            }
        } catch (IOException | RuntimeException e) {
            connection.abort();
            if (waiting.get() == Waiting.NO_MORE) {
                throw new TransportException.Aborted(command.host());
            }
            throw e;
        }
        return connection;
    }
}
