/** What a run makes of the source's attributes before they count. */
@NullMarked
package dev.dsync.core.attributes;

import org.jspecify.annotations.NullMarked;
