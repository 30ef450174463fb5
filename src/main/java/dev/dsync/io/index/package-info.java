/** Remember: manifests and stamps of files, chunk places, pages, bases of peers. */
@NullMarked
package dev.dsync.io.index;

import org.jspecify.annotations.NullMarked;
