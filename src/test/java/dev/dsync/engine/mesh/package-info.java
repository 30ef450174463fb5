/** Whole runs on a virtual clock: two sessions, their messages as bytes, and files in memory. */
@NullMarked
package dev.dsync.engine.mesh;

import org.jspecify.annotations.NullMarked;
