package dev.dsync.io.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of shares kept on this device, as {@code keys/NAME.key} in the configuration folder. */
public final class ShareKeys {
    private static final String FOLDER = "keys";
    private static final String SUFFIX = ".key";
    private static final int FILE_BYTES_MAX = 1024;

    private final PrivateFiles files;

    /** The keys beneath {@code files}. */
    public ShareKeys(PrivateFiles files) {
        this.files = files;
    }

    /** Reads one key from any file of {@code files}, as for {@code --key-file}. */
    public static Optional<ShareKey> read(PrivateFiles files, String file) throws IOException {
        Optional<byte[]> content = files.read(file, FILE_BYTES_MAX);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        Optional<ShareKey> key =
                ShareKey.parse(new String(content.get(), StandardCharsets.ISO_8859_1));
        if (key.isEmpty()) {
            throw new KeyFileException(files.location(file), KeyFileException.Reason.MALFORMED);
        }
        return key;
    }

    /** Makes and stores a new key. */
    public ShareKey create(ShareName share, SecureRandom random) throws IOException {
        ShareKey key = ShareKey.generate(random);
        store(share, key);
        return key;
    }

    /** Stores a key that came from elsewhere; one that is there already is not replaced. */
    public void store(ShareName share, ShareKey key) throws IOException {
        byte[] line = (key.revealed() + "\n").getBytes(StandardCharsets.US_ASCII);
        if (!files.create(file(share), line)) {
            throw new KeyFileException(location(share), KeyFileException.Reason.EXISTS);
        }
    }

    /** The key of a share, if this device has one. */
    public Optional<ShareKey> find(ShareName share) throws IOException {
        return read(files, file(share));
    }

    /** Where a share's key is kept or would be. */
    public String location(ShareName share) {
        return files.location(file(share));
    }

    /** The shares with a key, sorted. */
    public List<ShareName> list() throws IOException {
        List<ShareName> shares = new ArrayList<>();
        for (String name : files.list(FOLDER)) {
            if (name.endsWith(SUFFIX)) {
                String stem = name.substring(0, name.length() - SUFFIX.length());
                ShareName.parse(stem).ifPresent(shares::add);
            }
        }
        shares.sort(null);
        return List.copyOf(shares);
    }

    private static String file(ShareName share) {
        return FOLDER + "/" + share.text() + SUFFIX;
    }
}
