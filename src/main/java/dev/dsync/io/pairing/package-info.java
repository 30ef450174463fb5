/** Two devices become known to each other by a short code that one user reads to the other. */
@NullMarked
package dev.dsync.io.pairing;

import org.jspecify.annotations.NullMarked;
