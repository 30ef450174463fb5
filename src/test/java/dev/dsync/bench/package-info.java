/** Measurements: run by hand or by scripts, never by Surefire. */
@NullMarked
package dev.dsync.bench;

import org.jspecify.annotations.NullMarked;
