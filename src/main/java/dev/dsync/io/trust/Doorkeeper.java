package dev.dsync.io.trust;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides on the listening side who may use which share.
 *
 * <p>The dialler proves first, and what it proves decides which key answers; an unknown share and a
 * wrong key take the same steps and get the same answer.
 */
public final class Doorkeeper {
    /**
     * A share and the key that opens it for writing.
     *
     * @param name the share's name
     * @param grant what a holder of the key may do
     * @param key the read-write key
     */
    public record Door(ShareName name, Grant grant, ShareKey key) {}

    /**
     * A dialler that proved a key.
     *
     * @param share the share it may use
     * @param grant what it may do there with the key it has
     * @param readOnlyKey whether that key is the share's read-only one
     * @param device who it is
     * @param answer the listener's own proof, by the same key
     */
    public record Admission(
            ShareName share, Grant grant, boolean readOnlyKey, DeviceId device, Proof answer) {}

    /** What is known of devices beside the keys they hold. */
    @FunctionalInterface
    public interface Acquaintance {
        /** How a device stands to a share. */
        PairedDevices.Standing standing(ShareName share, DeviceId device) throws IOException;
    }

    /** Somebody proved a share's key, which is not enough there: it is for paired devices. */
    public static final class StrangerException extends IOException {
        StrangerException(ShareName share) {
            super(share.text());
        }
    }

    /** What a proof is tried on: a share's two keys, or the dummy's. */
    private record Lock(boolean real, Grant grant, ShareKey readWrite, ShareKey readOnly) {}

    private final Map<String, Lock> locks = new HashMap<>();
    private final Lock dummy;
    private final Acquaintance acquaintance;

    /**
     * Keeps {@code doors}; {@code random} makes the key that is checked where there is no share.
     */
    public Doorkeeper(List<Door> doors, Acquaintance acquaintance, SecureRandom random) {
        this.acquaintance = acquaintance;
        for (Door door : doors) {
            Lock lock = lock(true, door.grant(), door.key());
            if (locks.put(door.name().text(), lock) != null) {
                throw new IllegalArgumentException("share offered twice: " + door.name());
            }
        }
        dummy = lock(false, new Grant(Set.of()), ShareKey.generate(random));
    }

    /**
     * What the dialler of {@code binding} may do, if its proof holds for the share it names.
     *
     * @param device for which it speaks
     * @throws StrangerException if it holds, and the share is for paired devices, of which this is
     *     none
     */
    public Optional<Admission> admit(
            String share, ChannelBinding binding, DeviceId device, Proof proof) throws IOException {
        Lock lock = locks.getOrDefault(share, dummy);
        boolean writer = proves(lock.readWrite, binding, share, proof);
        boolean reader = proves(lock.readOnly, binding, share, proof);
        if (!lock.real || !(writer || reader)) {
            return Optional.empty();
        }
        ShareName name = new ShareName(share);
        PairedDevices.Standing standing = acquaintance.standing(name, device);
        if (standing == PairedDevices.Standing.STRANGER) {
            throw new StrangerException(name);
        }
        boolean mayWrite = writer && standing != PairedDevices.Standing.READER;
        Grant grant = mayWrite ? lock.grant : lock.grant.narrowedTo(Grant.READ_ONLY);
        ShareKey key = writer ? lock.readWrite : lock.readOnly;
        Proof answer = Proof.of(key, Proof.Side.LISTENER, binding, share);
        return Optional.of(new Admission(name, grant, !writer, device, answer));
    }

    private static boolean proves(
            ShareKey key, ChannelBinding binding, String share, Proof offered) {
        return Proof.of(key, Proof.Side.DIALLER, binding, share).matches(offered);
    }

    private static Lock lock(boolean real, Grant grant, ShareKey key) {
        return new Lock(real, grant, key, key.readOnly());
    }
}
