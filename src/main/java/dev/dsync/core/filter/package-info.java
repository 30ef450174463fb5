/** Which paths take part, which are protected: rsync rules and ignore files. */
@NullMarked
package dev.dsync.core.filter;

import org.jspecify.annotations.NullMarked;
