/** Bytes smaller and back: zstd, levels, contexts, probes, limits. */
@NullMarked
package dev.dsync.io.codec;

import org.jspecify.annotations.NullMarked;
