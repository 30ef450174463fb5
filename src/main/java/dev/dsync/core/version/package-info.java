/** Who changed what after whom: replicas, version vectors, revisions. */
@NullMarked
package dev.dsync.core.version;

import org.jspecify.annotations.NullMarked;
