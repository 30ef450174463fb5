/** Pages as people see them: in a real browser. */
@NullMarked
package dev.dsync.browser;

import org.jspecify.annotations.NullMarked;
