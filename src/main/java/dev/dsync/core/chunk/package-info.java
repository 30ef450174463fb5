/** Cut a byte stream into chunks by content; what a manifest is. */
@NullMarked
package dev.dsync.core.chunk;

import org.jspecify.annotations.NullMarked;
