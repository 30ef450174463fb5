/** Watches as real processes on machines of their own: network namespaces joined by a bridge. */
@NullMarked
package dev.dsync.netns;

import org.jspecify.annotations.NullMarked;
