/** Answer a target: pages and bytes. */
@NullMarked
package dev.dsync.engine.source;

import org.jspecify.annotations.NullMarked;
