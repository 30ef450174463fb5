/** Two peers' values at a path -> what this one does: tombstones, conflict copies. */
@NullMarked
package dev.dsync.core.reconcile;

import org.jspecify.annotations.NullMarked;
