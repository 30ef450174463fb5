/** The same table of cases run by rsync and by the program under test, and compared. */
@NullMarked
package dev.dsync.differential;

import org.jspecify.annotations.NullMarked;
