package dev.dsync.io.index;

import dev.dsync.core.tree.RelPath;

/**
 * Where a chunk was.
 *
 * @param ordinal which record of the file's manifest it is, counting from 0
 * @param offset of its first byte in the file
 */
public record ChunkPlace(RelPath path, long ordinal, long offset, int length) {}
