@NullMarked
package dev.dsync.core.swarm;

import org.jspecify.annotations.NullMarked;
