package dev.dsync.core.version;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.RecordReader;
import dev.dsync.core.merkle.Varint;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a value, or a delete, at a path stands among the others there were.
 *
 * @param version the changes it knows of; of more than {@link VersionVector#MEMBERS_MAX} replicas
 *     the oldest are forgotten
 * @param author who made it
 * @param deleted for a delete, when it was made, in seconds since 1970, at least 1; for a value 0
 * @param previous the content a file had before its last change of content, if that is known
 */
public record Revision(
        VersionVector version, ReplicaId author, long deleted, @Nullable Digest previous) {
    /** The most bytes one takes where it is written. */
    public static final int BYTES_MAX =
            VersionVector.BYTES_MAX + ReplicaId.BYTES + 1 + Digest.BYTES;

    private static final int PREVIOUS = 1;
    private static final int DELETED = 2;

    public Revision {
        if (deleted < 0 || (deleted > 0 && previous != null)) {
            throw new IllegalArgumentException("deleted at " + deleted + ", before " + previous);
        }
        version = version.bounded(author, VersionVector.MEMBERS_MAX);
    }

    /** The revision of a value. */
    public static Revision value(
            VersionVector version, ReplicaId author, @Nullable Digest previous) {
        return new Revision(version, author, 0, previous);
    }

    /**
     * The revision of a delete.
     *
     * @param unixSeconds when it was made, at least 1
     */
    public static Revision delete(VersionVector version, ReplicaId author, long unixSeconds) {
        if (unixSeconds < 1) {
            throw new IllegalArgumentException("deleted at " + unixSeconds);
        }
        return new Revision(version, author, unixSeconds, null);
    }

    /** Whether it is of a delete, not of a value. */
    public boolean isDelete() {
        return deleted != 0;
    }

    /** The same, knowing of other changes. */
    public Revision with(VersionVector other) {
        return new Revision(other, author, deleted, previous);
    }

    /**
     * Writes it at {@code offset}, at most {@link #BYTES_MAX} bytes.
     *
     * @return the offset behind it
     */
    public int write(byte[] bytes, int offset) {
        int at = version.write(bytes, offset);
        at = VersionVector.writeReplica(bytes, at, author.bits());
        bytes[at++] = (byte) (isDelete() ? DELETED : previous != null ? PREVIOUS : 0);
        if (isDelete()) {
            at = Varint.write(bytes, at, deleted);
        }
        if (previous != null) {
            previous.write(bytes, at);
            at += Digest.BYTES;
        }
        return at;
    }

    /** Its bytes. */
    public byte[] encode() {
        byte[] bytes = new byte[BYTES_MAX];
        return Arrays.copyOf(bytes, write(bytes, 0));
    }

    /** The next revision of a record; what is not in the one form it has is refused. */
    public static Revision read(RecordReader in) throws MalformedPageException {
        VersionVector version = VersionVector.read(in);
        ReplicaId author = new ReplicaId(VersionVector.readReplica(in));
        return switch (in.octet()) {
            case 0 -> value(version, author, null);
            case PREVIOUS -> value(version, author, in.digest());
            case DELETED -> {
                long deleted = in.varint(Long.MAX_VALUE, "time of a delete");
                if (deleted == 0) {
                    throw in.malformed("delete without a time");
                }
                yield delete(version, author, deleted);
            }
            default -> throw in.malformed("unknown revision");
        };
    }
}
