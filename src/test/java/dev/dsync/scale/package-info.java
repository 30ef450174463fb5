/** Trees too large to be held in memory, pushed by a process of the ordinary size. */
@NullMarked
package dev.dsync.scale;

import org.jspecify.annotations.NullMarked;
