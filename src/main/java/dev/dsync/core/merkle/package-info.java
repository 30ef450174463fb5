/** A sequence of records cut into content-addressed pages, and the difference of two. */
@NullMarked
package dev.dsync.core.merkle;

import org.jspecify.annotations.NullMarked;
