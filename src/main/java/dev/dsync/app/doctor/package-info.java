/** What would keep dsync from working on this machine, and the command that mends it. */
@NullMarked
package dev.dsync.app.doctor;

import org.jspecify.annotations.NullMarked;
