package dev.dsync.app.cli;

import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.StateDirectory;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.DeviceKey;
import dev.dsync.io.trust.Doorkeeper;
import dev.dsync.io.trust.KeyFileException;
import dev.dsync.io.trust.PairedDevices;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.io.trust.ShareKeys;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who this device is among others, and the shares it has keys for. */
final class Identity {
    private final FileSystem system;
    private final String configuration;
    private final SecureRandom random = new SecureRandom();

    Identity(FileSystem system, Map<String, String> environment) {
        this.system = system;
        this.configuration = Home.of(environment).config();
    }

    /** Randomness for keys. */
    SecureRandom random() {
        return random;
    }

    /** The folder of configuration and keys, made if there is none. */
    StateDirectory folder() throws IOException {
        return StateDirectory.open(system, configuration.getBytes(StandardCharsets.UTF_8), random);
    }

    /** The key of this device, made if there is none. */
    DeviceKey device() throws IOException {
        try (StateDirectory folder = folder()) {
            return DeviceKey.open(folder, random);
        }
    }

    /**
     * What is known of other devices where shares have these keys; of this one that it is no
     * stranger. Devices are paired for the share whose key is stored under its name: for another of
     * that name, whose key the user has named, nobody is.
     */
    Doorkeeper.Acquaintance acquaintance(Map<ShareName, ShareKey> keys) throws IOException {
        DeviceId own = device().id();
        Set<ShareName> others = new HashSet<>();
        for (Map.Entry<ShareName, ShareKey> share : keys.entrySet()) {
            if (isAnother(share.getKey(), share.getValue())) {
                others.add(share.getKey());
            }
        }
        return (share, device) -> {
            if (device.equals(own)) {
                return PairedDevices.Standing.PAIRED;
            }
            if (others.contains(share)) {
                return PairedDevices.Standing.UNASKED;
            }
            try (StateDirectory folder = folder()) {
                return new PairedDevices(folder).standing(share, device);
            }
        };
    }

    /** Whether a key is neither the one stored for a share nor the other of the same pair. */
    private boolean isAnother(ShareName share, ShareKey key) throws IOException {
        try (StateDirectory folder = folder()) {
            Optional<ShareKey> stored = new ShareKeys(folder).find(share);
            return stored.isPresent() && !reading(stored.get()).equals(reading(key));
        }
    }

    private static ShareKey reading(ShareKey key) {
        return key.onlyReads() ? key : key.readOnly();
    }

    /**
     * Sees to it that a machine that was dialled is no stranger.
     *
     * @param key by which it is to be believed
     * @param machine as it was named
     * @throws ToldException if others are paired for the share and it is not
     */
    void requireKnown(ShareName share, ShareKey key, DeviceId device, String machine)
            throws IOException {
        known(share, key, device, machine);
    }

    private PairedDevices.Standing known(
            ShareName share, ShareKey key, DeviceId device, String machine) throws IOException {
        PairedDevices.Standing standing = acquaintance(Map.of(share, key)).standing(share, device);
        if (standing == PairedDevices.Standing.STRANGER) {
            throw new ToldException(PairMessages.ofStranger(share, device.toString(), machine));
        }
        return standing;
    }

    /** The same of one whose changes are to be taken: it must not be limited to reading. */
    void requireWriter(ShareName share, ShareKey key, DeviceId device, String machine)
            throws IOException {
        if (known(share, key, device, machine) == PairedDevices.Standing.READER) {
            throw new ToldException(PairMessages.ofReader(share, machine));
        }
    }

    /**
     * The key of a share.
     *
     * @param keyFile where the user says it is; empty for the one stored under the share's name
     * @param use what for
     * @throws MissingKeyException if there is none
     * @throws KeyFileException if it cannot be used for that
     */
    ShareKey share(ShareName share, String keyFile, MissingKeyException.Use use)
            throws IOException {
        ShareKey key = find(share, keyFile, use);
        if (use == MissingKeyException.Use.SERVE && key.onlyReads()) {
            throw new KeyFileException(
                    keyFile.isEmpty() ? location(share) : keyFile,
                    KeyFileException.Reason.ONLY_READS);
        }
        return key;
    }

    private String location(ShareName share) throws IOException {
        try (StateDirectory folder = folder()) {
            return new ShareKeys(folder).location(share);
        }
    }

    private ShareKey find(ShareName share, String keyFile, MissingKeyException.Use use)
            throws IOException {
        if (!keyFile.isEmpty()) {
            return ShareKeys.read(system, keyFile.getBytes(StandardCharsets.UTF_8))
                    .orElseThrow(
                            () ->
                                    new MissingKeyException(
                                            share, keyFile, MissingKeyException.Use.NAMED));
        }
        try (StateDirectory folder = folder()) {
            ShareKeys keys = new ShareKeys(folder);
            return keys.find(share)
                    .orElseThrow(() -> new MissingKeyException(share, keys.location(share), use));
        }
    }
}
