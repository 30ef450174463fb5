package dev.dsync.app.web;

import dev.dsync.core.hash.Sha256;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.StateDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The link of a set of paths, kept from one share of them to the next, so that who has it, and who
 * was interrupted, can go on.
 *
 * @param id by which people name the share
 * @param pin used where one is asked for
 * @param port the one listened at last; 0 for none
 */
public record StoredLink(String id, Token token, Pin pin, int port) {
    private static final int ID_DIGITS = 8;
    private static final int FILE_BYTES_MAX = 4096;
    private static final int PORT_MAX = 65_535;

    /**
     * The id of a set of paths.
     *
     * @param paths absolute, without links
     */
    public static String id(List<byte[]> paths) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        paths.stream()
                .sorted(Arrays::compareUnsigned)
                .forEach(
                        path -> {
                            all.writeBytes(path);
                            all.write(0);
                        });
        return Sha256.of(all.toByteArray()).toString().substring(0, ID_DIGITS);
    }

    /** The link kept under that id, or a new one, which is not kept yet. */
    public static StoredLink open(StateDirectory folder, String id, SecureRandom random)
            throws IOException {
        return folder.read(file(id), FILE_BYTES_MAX)
                .flatMap(kept -> parse(id, kept))
                .orElseGet(() -> new StoredLink(id, Token.random(random), Pin.random(random), 0));
    }

    private static Optional<StoredLink> parse(String id, byte[] content) {
        Map<String, String> fields = new HashMap<>();
        for (String line : new String(content, StandardCharsets.US_ASCII).split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        try {
            Pin pin =
                    new Pin(
                            fields.getOrDefault("pin", ""),
                            new Token(fields.getOrDefault("pass", "")));
            int port = Integer.parseInt(fields.getOrDefault("port", "0"));
            return port < 0 || port > PORT_MAX
                    ? Optional.empty()
                    : Optional.of(
                            new StoredLink(
                                    id, new Token(fields.getOrDefault("token", "")), pin, port));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // damaged: a new link harms less than none
        }
    }

    /** Keeps it, with the port that is listened at. */
    public void keep(StateDirectory folder, int at) throws IOException {
        String text =
                "token=" + token.text() + "\npin=" + pin.text() + "\npass=" + pin.pass().text();
        folder.replace(
                file(id), (text + "\nport=" + at + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Keeps it no longer: the next share of these paths has another. */
    public void forget(StateDirectory folder) throws IOException {
        folder.remove(file(id));
    }

    private static RelPath file(String id) {
        return RelPath.literal(id);
    }
}
