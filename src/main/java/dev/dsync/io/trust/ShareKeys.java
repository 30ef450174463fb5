package dev.dsync.io.trust;

import dev.dsync.core.tree.Escape;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** The keys of shares kept on this device, as {@code keys/NAME.key} in the configuration folder. */
public final class ShareKeys {
    private static final String FOLDER = "keys";
    private static final String SUFFIX = ".key";
    private static final int FILE_BYTES_MAX = 1024;

    private final PrivateFiles files;

    /** The keys in {@code configuration}, which stays its opener's to close. */
    public ShareKeys(StateDirectory configuration) {
        this(new StoredFiles(configuration));
    }

    ShareKeys(PrivateFiles files) {
        this.files = files;
    }

    /** The shares of which there are keys, sorted. */
    public List<ShareName> names() throws IOException {
        return files.names(FOLDER).stream()
                .filter(name -> name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .flatMap(name -> ShareName.parse(name).stream())
                .sorted()
                .toList();
    }

    /** The key in a file that the user named ({@code --key-file}), if there is such a file. */
    public static Optional<ShareKey> read(FileSystem system, byte[] path) throws IOException {
        String location = Escape.path(path);
        Optional<byte[]> content = StoredFiles.readAnywhere(system, path, location, FILE_BYTES_MAX);
        return content.isEmpty() ? Optional.empty() : parse(content.get(), location);
    }

    /** Makes and stores a new key. */
    public ShareKey create(ShareName share, SecureRandom random) throws IOException {
        ShareKey key = ShareKey.generate(random);
        store(share, key);
        return key;
    }

    /** Stores a key; one that is there already is not replaced. */
    void store(ShareName share, ShareKey key) throws IOException {
        if (!files.create(file(share), line(key))) {
            throw new KeyFileException(location(share), KeyFileException.Reason.EXISTS);
        }
    }

    /**
     * Stores a key that was handed on by another device.
     *
     * <p>The read-write key takes the place of its read-only one, and stays where that is offered.
     *
     * @throws KeyFileException if the share has a key here that is neither
     */
    public void keep(ShareName share, ShareKey offered) throws IOException {
        Optional<ShareKey> held = find(share);
        if (held.isEmpty()) {
            store(share, offered);
        } else if (held.get().equals(offered.readOnly())) {
            files.replace(file(share), line(offered));
        } else if (!held.get().equals(offered) && !held.get().readOnly().equals(offered)) {
            throw new KeyFileException(location(share), KeyFileException.Reason.EXISTS);
        }
    }

    /** The key of a share, if this device has one. */
    public Optional<ShareKey> find(ShareName share) throws IOException {
        Optional<byte[]> content = files.read(file(share), FILE_BYTES_MAX);
        return content.isEmpty() ? Optional.empty() : parse(content.get(), location(share));
    }

    /** Where a share's key is kept or would be. */
    public String location(ShareName share) {
        return files.location(file(share));
    }

    private static Optional<ShareKey> parse(byte[] content, String location)
            throws KeyFileException {
        Optional<ShareKey> key = ShareKey.parse(new String(content, StandardCharsets.ISO_8859_1));
        if (key.isEmpty()) {
            throw new KeyFileException(location, KeyFileException.Reason.MALFORMED);
        }
        return key;
    }

    private static byte[] line(ShareKey key) {
        return (key.revealed() + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String file(ShareName share) {
        return FOLDER + "/" + share.text() + SUFFIX;
    }
}
