/** Signature of old bytes, match of new bytes against it, patch. */
@NullMarked
package dev.dsync.core.delta;

import org.jspecify.annotations.NullMarked;
