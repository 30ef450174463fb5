/** Many peers for ever: a folder that is watched, and its links. */
@NullMarked
package dev.dsync.engine.mesh;

import org.jspecify.annotations.NullMarked;
