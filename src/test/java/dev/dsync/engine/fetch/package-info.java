/** Tests of this part of the engine alone, on files in memory. */
@NullMarked
package dev.dsync.engine.fetch;

import org.jspecify.annotations.NullMarked;
