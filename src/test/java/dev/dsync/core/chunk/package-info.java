/** Tests of chunks and manifests. */
@NullMarked
package dev.dsync.core.chunk;

import org.jspecify.annotations.NullMarked;
