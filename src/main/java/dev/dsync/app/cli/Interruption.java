package dev.dsync.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C, TERM and HUP do: they end the run in good order, but soon after what cancelling it
 * does itself.
 */
final class Interruption {
    private static final long GRACE_MILLIS = 900;

    private final Cancellation cancellation;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean exiting;

    private Interruption(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /** From now on signals cancel what runs. */
    static Interruption install(Cancellation cancellation) {
        Interruption interruption = new Interruption(cancellation);
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::shutDown, "interruption"));
        return interruption;
    }

    /** Ends the program with the exit code of a run that ended by itself. */
    void exit(int exitCode) {
        exiting = true;
        ended.countDown();
        System.exit(exitCode);
    }

    private void shutDown() {
        if (exiting) {
            return;
        }
        cancellation.cancel();
        try {
            ended.await(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
}
