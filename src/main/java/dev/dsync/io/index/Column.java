package dev.dsync.io.index;

import java.nio.charset.StandardCharsets;

/** The tables of an index. */
enum Column {
    /** Single facts about the index by name. */
    META("default", true),
    /** What is known of a file, by path in listing order. */
    ENTRY("entry", true),
    /** The path of a file, by the id of its manifest. */
    FILE("file", true),
    /** Records of a manifest, by its id and segment. */
    MANIFEST("manifest", false),
    /**
     * The record of a manifest a chunk is, by the first bytes of its name and the manifest's id.
     */
    CHUNK("chunk", true),
    /** Bytes of a page by its name. */
    PAGE("page", true),
    /** Bases of peers. */
    PEER("peer", true),
    /** What was built of files, by the path of the stage in listing order. */
    STAGE("stage", true);

    private final String family;
    private final boolean compressed;

    Column(String family, boolean compressed) {
        this.family = family;
        this.compressed = compressed;
    }

    /** What RocksDB calls it. */
    byte[] family() {
        return family.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether compressing is worth anything: what is mostly digests stays as large as it is. */
    boolean isCompressed() {
        return compressed;
    }
}
