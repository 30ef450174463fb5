/** Test fixtures around real processes: run them, wait for them, stand between them. */
@NullMarked
package dev.dsync.process;

import org.jspecify.annotations.NullMarked;
