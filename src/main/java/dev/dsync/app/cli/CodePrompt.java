package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import dev.dsync.io.pairing.PairingCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Asks for the code that another machine shows. */
final class CodePrompt {
    private static final int BYTES_MAX = 1024;

    private static final int ATTEMPTS_MAX = 3;

    private final InputStream in;
    private final Console console;
    private final boolean isTerminal;

    /** Reads from {@code in}, where somebody types if it {@code isTerminal}. */
    CodePrompt(InputStream in, Console console, boolean isTerminal) {
        this.in = in;
        this.console = console;
        this.isTerminal = isTerminal;
    }

    /**
     * The code. One that cannot be right is told of here, since it would cost the one try; somebody
     * at a terminal is asked again.
     */
    PairingCode ask() throws UsageException, IOException {
        for (int attempt = 1; ; attempt++) {
            if (isTerminal) {
                say("the code the other machine shows: ");
            }
            try {
                return PairingCode.parse(line());
            } catch (PairingCode.MalformedException e) {
                if (!isTerminal || attempt == ATTEMPTS_MAX) {
                    throw new UsageException(told(e));
                }
                say("dsync: " + told(e) + "\n");
            }
        }
    }

    private static String told(PairingCode.MalformedException e) {
        return e.word().isEmpty()
                ? "that is no code; give the number and the three words, or the words alone"
                : "that is no code: '"
                        + Printable.of(e.word())
                        + "' is none of its words; "
                        + Nearest.to(e.word(), PairingCode.list())
                                .map(near -> "did you mean " + near + "?")
                                .orElse("look again");
    }

    private void say(String text) {
        Transcript err = new Transcript(console.err(), () -> {});
        err.text(text);
        err.flush();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n' && line.size() < BYTES_MAX; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
