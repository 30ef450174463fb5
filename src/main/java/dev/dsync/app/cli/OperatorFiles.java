package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import dev.dsync.core.filter.RuleParser;
import dev.dsync.core.tree.Escape;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of rules that the user names on the command line, wherever they are. */
final class OperatorFiles implements RuleParser.Files {
    @Override
    public byte[] read(byte[] name) throws IOException {
        if (name.length == 1 && name[0] == '-') {
            return System.in.readNBytes(BYTES_MAX + 1);
        }
        try (InputStream in = new FileInputStream(text(name))) {
            return in.readNBytes(BYTES_MAX + 1);
        } catch (CharacterCodingException e) {
            throw new UnreadableException(name, "its name is not UTF-8", e);
        } catch (IOException e) {
            throw new UnreadableException(name, SystemWords.of(e), e);
        }
    }

    @Override
    public List<byte[]> ignoredByUser() throws IOException {
        List<byte[]> ignored = new ArrayList<>();
        String home = System.getenv("HOME");
        if (home != null && Files.isReadable(Path.of(home, ".cvsignore"))) {
            ignored.add(read((home + "/.cvsignore").getBytes(StandardCharsets.UTF_8)));
        }
        String variable = System.getenv("CVSIGNORE");
        if (variable != null) {
            ignored.add(variable.getBytes(StandardCharsets.UTF_8));
        }
        return ignored;
    }

    private static String text(byte[] name) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    }

    /** A file that cannot be read, until it is known which option named it. */
    static final class UnreadableException extends IOException {
        private final String file;
        private final String why;

        UnreadableException(byte[] name, String why, IOException cause) {
            super(why, cause);
            this.file = Escape.path(name);
            this.why = why;
        }

        /** What the user is told who gave {@code option}. */
        ToldException of(String option) {
            return of(option, ExitCode.FILE_IO);
        }

        /** What the user is told who gave {@code option}, and how the run ends. */
        ToldException of(String option, int exitCode) {
            return new ToldException(
                    Failure.of(
                            exitCode,
                            "cannot read " + option + " " + file + ": " + Printable.of(why),
                            "name a file that is there and may be read"),
                    this);
        }
    }
}
