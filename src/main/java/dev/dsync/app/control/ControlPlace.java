package dev.dsync.app.control;

import dev.dsync.core.hash.Sha256;
import dev.dsync.core.tree.Escape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where the socket of the watch of a root is.
 *
 * @param directory holds sockets alone, and only its user may enter it
 * @param name of the socket in it
 */
public record ControlPlace(String directory, String name) {
    /** What an address holds, less the zero byte that ends it. */
    private static final int BYTES_MAX = 107;

    private static final int DIGITS = 32;
    private static final String SUFFIX = ".sock";

    /**
     * The place for a root.
     *
     * @param state where dsync keeps what it remembers
     * @param runtime the user's directory for sockets, where the state directory has too long a
     *     path; empty for none
     * @param root the absolute path of the root, without links
     * @throws IOException if both paths are too long
     */
    public static ControlPlace of(String state, String runtime, byte[] root) throws IOException {
        String inState = state + "/control";
        ControlPlace place = new ControlPlace(inState, digits(root) + SUFFIX);
        if (place.fits()) {
            return place;
        }
        if (!runtime.startsWith("/")) {
            throw new IOException(
                    "the path "
                            + Escape.text(inState)
                            + " is too long for a socket, and XDG_RUNTIME_DIR is not set");
        }
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(state.getBytes(StandardCharsets.UTF_8));
        both.write(0);
        both.writeBytes(root);
        place = new ControlPlace(runtime + "/dsync", digits(both.toByteArray()) + SUFFIX);
        if (!place.fits()) {
            throw new IOException(
                    "the path " + Escape.text(place.directory) + " is too long for a socket");
        }
        return place;
    }

    private static String digits(byte[] bytes) {
        return Sha256.of(bytes).toString().substring(0, DIGITS);
    }

    private boolean fits() {
        return (directory + "/" + name).getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX;
    }

    /** The path of the socket. */
    Path path() throws IOException {
        try {
            return Path.of(directory, name);
        } catch (InvalidPathException e) {
            throw new IOException(
                    "the path " + Escape.text(directory) + " cannot be written in this locale", e);
        }
    }
}
