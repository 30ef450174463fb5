/** Files become a listing: a walk that meets entries in listing order. */
@NullMarked
package dev.dsync.engine.scan;

import org.jspecify.annotations.NullMarked;
