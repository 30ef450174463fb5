/** What a directory tree is: relative paths, entries, listings, problems. */
@NullMarked
package dev.dsync.core.tree;

import org.jspecify.annotations.NullMarked;
