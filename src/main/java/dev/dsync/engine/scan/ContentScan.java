package dev.dsync.engine.scan;

import dev.dsync.core.chunk.Manifest;
import dev.dsync.io.fs.Stat;

/**
 * What a file holds.
 *
 * @param stat of the file, before its first byte was read and after its last
 */
public record ContentScan(Manifest manifest, Stat stat) {}
