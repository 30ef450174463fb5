/** Tests of this part of the engine alone, on files in memory. */
@NullMarked
package dev.dsync.engine.source;

import org.jspecify.annotations.NullMarked;
