package dev.dsync.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the JVM watches to make its AOT cache, which keeps the classes of a run and how they were
 * used: a share is served and pushed to over TLS in one process, so that both ends are seen, then a
 * directory of this machine is pushed to, and files are handed out to a visitor. The launcher
 * starts it; no command does.
 */
final class Rehearsal {
    private static final String HEARD = "listening on ";

    /** Of a share: pages, what a page is made of, files, and an archive. */
    private static final List<String> VISITED =
            List.of("", "new/", ".dsync/web/page.css", "file", "new/1", "new/?archive=zip");

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
     * Pushes the source to the share and to the target, and hands it out to a visitor.
     *
     * @return the exit code of the push to the target, which is all that a machine without a
     *     loopback device rehearses
     */
    int run(OutputStream out, OutputStream err) throws IOException, InterruptedException {
        List<byte[]> serve =
                words(
                        "serve",
                        "--listen=127.0.0.1:0",
                        "--key-file=" + stage + "/key",
                        "--share=share=" + stage + "/share");
        meet(
                serve,
                err,
                serving,
                line -> {
                    if (line.startsWith(HEARD)) {
                        String share = "dsync://" + line.substring(HEARD.length()) + "/share/";
                        push(share, out, err);
                        push(share, out, err); // of which nothing comes
                        push(share + "new/", out, err);
                    }
                });
        int exitCode = push(stage + "/target/", out, err);
        // Last, so that nothing that goes wrong with it spoils the rest.
        meet(
                words("share", "--listen=127.0.0.1:0", stage + "/source"),
                err,
                new Cancellation(),
                link -> visit(link, err));
        return exitCode;
    }

    /** What is done with what runs. */
    private interface Meeting {
        /** Does it, told the first line that was printed. */
        void with(String line) throws IOException;
    }

    /** Runs a command until what is to be done with it is done; nothing is, where it fails. */
    private void meet(List<byte[]> command, OutputStream err, Cancellation end, Meeting meeting)
            throws IOException, InterruptedException {
        try (PipedOutputStream told = new PipedOutputStream();
                BufferedReader heard =
                        new BufferedReader(
                                new InputStreamReader(new PipedInputStream(told), UTF_8))) {
            Thread server =
                    Thread.ofPlatform().daemon().start(() -> serve(command, told, err, end));
            try {
                String line = heard.readLine();
                if (line != null) {
                    meeting.with(line);
                }
            } finally {
                end.cancel();
            }
            server.join();
        }
    }

    private void serve(
            List<byte[]> command, OutputStream told, OutputStream err, Cancellation end) {
        try (told) {
            Console console = console("home-of-share", told, err, end);
            var _ = Main.run(command, console, Assembly.standard());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looks at a share as a browser does, and takes some of it home. */
    private static void visit(String link, OutputStream err) throws IOException {
        URI uri = URI.create(link);
        for (String what : VISITED) {
            try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
                String request =
                        "GET "
                                + uri.getPath()
                                + what
                                + " HTTP/1.1\r\nHost: "
                                + uri.getAuthority()
                                + "\r\nAccept: text/html,*/*\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(UTF_8));
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                err.write(("not visited: " + what + ": " + e + "\n").getBytes(UTF_8));
            }
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
