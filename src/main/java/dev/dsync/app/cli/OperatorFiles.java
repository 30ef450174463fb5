package dev.dsync.app.cli;

import dev.dsync.core.filter.RuleFiles;
import dev.dsync.core.tree.Escape;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Files that the user names on the command line, wherever they are. */
final class OperatorFiles implements RuleFiles {
    @Override
    public byte[] read(byte[] name) throws IOException {
        if (name.length == 1 && name[0] == '-') {
            return System.in.readNBytes(BYTES_MAX + 1);
        }
        try (InputStream in = new FileInputStream(text(name))) {
            return in.readNBytes(BYTES_MAX + 1);
        } catch (FileNotFoundException e) {
            throw new IOException("file of rules " + Escape.path(name) + ": " + why(e), e);
        }
    }

    private static String why(FileNotFoundException e) {
        String message = String.valueOf(e.getMessage());
        int open = message.lastIndexOf('(');
        return open >= 0 && message.endsWith(")")
                ? message.substring(open + 1, message.length() - 1)
                : message;
    }

    private static String text(byte[] name) throws IOException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException(
                    "file of rules " + Escape.path(name) + ": its name is not UTF-8", e);
        }
    }
}
