package dev.dsync.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the JVM watches to make its AOT cache, which keeps the classes of a run and how they were
 * used: a share is served and pushed to over TLS in one process, so that both ends are seen, and
 * then a directory of this machine. The launcher starts it; no command does.
 */
final class Rehearsal {
    private static final String HEARD = "listening on ";

    private final String stage;
    private final Cancellation serving;

    /**
     * A rehearsal.
     *
     * @param stage the directory with the scene: {@code source}, the old trees {@code target} and
     *     {@code share}, and {@code key}
     * @param serving ends the serving of the share
     */
    Rehearsal(String stage, Cancellation serving) {
        this.stage = stage;
        this.serving = serving;
    }

    /**
     * Rehearses.
     *
     * @param args the directory with the scene
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Cancellation serving = new Cancellation();
        Interruption interruption = Interruption.install(serving);
        interruption.exit(new Rehearsal(args[0], serving).run(System.out, System.err));
    }

    /**
     * Pushes the source to the share and to the target.
     *
     * @return the exit code of the push to the target, which is all that a machine without a
     *     loopback device rehearses
     */
    int run(OutputStream out, OutputStream err) throws IOException, InterruptedException {
        try (PipedOutputStream told = new PipedOutputStream();
                BufferedReader heard =
                        new BufferedReader(
                                new InputStreamReader(new PipedInputStream(told), UTF_8))) {
            Thread server = Thread.ofPlatform().daemon().start(() -> serve(told, err));
            String line = heard.readLine();
            if (line != null && line.startsWith(HEARD)) {
                String share = "dsync://" + line.substring(HEARD.length()) + "/share/";
                push(share, out, err);
                push(share, out, err); // of which nothing comes
                push(share + "new/", out, err);
            }
            serving.cancel();
            server.join();
        }
        return push(stage + "/target/", out, err);
    }

    private void serve(OutputStream told, OutputStream err) {
        try (told) {
            var _ =
                    Main.run(
                            words(
                                    "serve",
                                    "--listen=127.0.0.1:0",
                                    "--key-file=" + stage + "/key",
                                    "--share=share=" + stage + "/share"),
                            console("home-of-share", told, err, serving),
                            Assembly.standard());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private int push(String target, OutputStream out, OutputStream err) {
        return Main.run(
                words(
                        "push",
                        "-i",
                        "--delete",
                        "--stats",
                        "--no-whole-file",
                        "--key-file=" + stage + "/key",
                        stage + "/source/",
                        target),
                console("home", out, err, new Cancellation()),
                Assembly.standard());
    }

    private static List<byte[]> words(String... words) {
        return Stream.of(words).map(word -> word.getBytes(UTF_8)).toList();
    }

    /** What a command has around it on the device whose home has this name. */
    private Console console(
            String home, OutputStream out, OutputStream err, Cancellation cancellation) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("DSYNC_HOME", stage + "/" + home);
        return new Console(out, err, environment, 0, System::nanoTime, cancellation);
    }
}
