/** Of whom which piece of a content is asked, where several peers have some of it. */
@NullMarked
package dev.dsync.core.swarm;

import org.jspecify.annotations.NullMarked;
