/** Digests of bytes. */
@NullMarked
package dev.dsync.core.hash;

import org.jspecify.annotations.NullMarked;
