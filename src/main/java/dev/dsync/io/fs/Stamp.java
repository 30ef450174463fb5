package dev.dsync.io.fs;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Timestamp;

/**
 * What stat showed of an entry when it was last known: equal stamps mean that nobody touched it
 * since.
 */
public record Stamp(
        Kind kind,
        long size,
        Timestamp modified,
        Timestamp changed,
        long inode,
        int mode,
        int uid,
        int gid) {}
