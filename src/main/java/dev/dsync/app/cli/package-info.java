/** Commands, configuration, wiring and exit codes. */
@NullMarked
package dev.dsync.app.cli;

import org.jspecify.annotations.NullMarked;
