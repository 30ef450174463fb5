/** What the command line means, says and returns. */
@NullMarked
package dev.dsync.app.cli;

import org.jspecify.annotations.NullMarked;
