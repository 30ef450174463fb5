package dev.dsync.app.web;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.FsException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A name that is taken, told apart by a number before its suffix, as browsers do. */
final class Numbered {
    private Numbered() {}

    /**
     * It with that number.
     *
     * @throws FsException NAME_TOO_LONG if no file system has such a name
     */
    static Name of(Name name, int number) throws FsException {
        byte[] bytes = name.bytes();
        int dot = bytes.length - 1;
        while (dot > 0 && bytes[dot] != '.') {
            dot--;
        }
        int stem = dot > 0 ? dot : bytes.length;
        ByteArrayOutputStream numbered = new ByteArrayOutputStream();
        numbered.write(bytes, 0, stem);
        numbered.writeBytes((" (" + number + ")").getBytes(StandardCharsets.US_ASCII));
        numbered.write(bytes, stem, bytes.length - stem);
        try {
            return Name.of(numbered.toByteArray());
        } catch (IllegalNameException e) {
            throw FsException.of(e);
        }
    }
}
