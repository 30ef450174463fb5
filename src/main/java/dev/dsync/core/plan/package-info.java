/** Local and remote listing + policy -> actions; the brakes. */
@NullMarked
package dev.dsync.core.plan;

import org.jspecify.annotations.NullMarked;
