/** Tests of planning. */
@NullMarked
package dev.dsync.core.plan;

import org.jspecify.annotations.NullMarked;
