/** Messages and frames as bytes; versions and limits; no sockets. */
@NullMarked
package dev.dsync.io.wire;

import org.jspecify.annotations.NullMarked;
