/** Tests of this part of the engine alone, on files in memory. */
@NullMarked
package dev.dsync.engine.scan;

import org.jspecify.annotations.NullMarked;
