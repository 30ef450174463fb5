package dev.dsync.app.control;

import dev.dsync.core.hash.Sha256;
import dev.dsync.core.tree.Escape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the socket of the watch of a root, or of a share, is.
 *
 * @param directory holds sockets alone, and only its user may enter it
 * @param name of the socket in it
 */
public record ControlPlace(String directory, String name) {
    /** What an address holds, less the zero byte that ends it. */
    private static final int BYTES_MAX = 107;

    private static final String CONTROL = "/control";
    private static final int DIGITS = 32;
    private static final String SUFFIX = ".sock";

    /** No socket can be where it would have to be. */
    public static final class NowhereException extends IOException {
        private static final long serialVersionUID = 1;

        NowhereException(String message) {
            super(message);
        }
    }

    /**
     * The place for a root.
     *
     * @param state where dsync keeps what it remembers
     * @param runtime the user's directory for sockets, where the state directory has too long a
     *     path; empty for none
     * @param root the absolute path of the root, without links
     * @throws NowhereException if both paths are too long
     */
    public static ControlPlace of(String state, String runtime, byte[] root)
            throws NowhereException {
        String inState = state + CONTROL;
        ControlPlace place = new ControlPlace(inState, digits(root) + SUFFIX);
        if (place.fits()) {
            return place;
        }
        if (!runtime.startsWith("/")) {
            throw new NowhereException(
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
            throw new NowhereException(
                    "the path " + Escape.text(place.directory) + " is too long for a socket");
        }
        return place;
    }

    /**
     * The place for a share.
     *
     * @param state where dsync keeps what it remembers
     * @param runtime the user's directory for sockets; empty for none
     * @param id of the share
     * @throws NowhereException if the paths are too long
     */
    public static ControlPlace ofShare(String state, String runtime, String id)
            throws NowhereException {
        ControlPlace place = new ControlPlace(shares(state, runtime), id + SUFFIX);
        if (!place.fits()) {
            throw new NowhereException(
                    "the path " + Escape.text(place.directory) + " is too long for a socket");
        }
        return place;
    }

    /** The places where there may be shares. */
    public static List<ControlPlace> ofShares(String state, String runtime) throws IOException {
        String directory = shares(state, runtime);
        Path folder = new ControlPlace(directory, "").path();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .sorted()
                    .map(name -> new ControlPlace(directory, name))
                    .toList();
        }
    }

    /** The id of the share that is steered here. */
    public String share() {
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /** Where the sockets of shares are: in the user's directory for sockets if there is one. */
    private static String shares(String state, String runtime) {
        String inState = state + CONTROL + "/shares";
        boolean fits = new ControlPlace(inState, "12345678" + SUFFIX).fits();
        return fits || !runtime.startsWith("/")
                ? inState
                : runtime
                        + "/dsync/shares-"
                        + digits(state.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
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
