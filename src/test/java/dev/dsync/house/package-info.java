/** The rules of the house itself: what may import what, and how large anything may grow. */
@NullMarked
package dev.dsync.house;

import org.jspecify.annotations.NullMarked;
