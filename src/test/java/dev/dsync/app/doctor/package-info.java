/** What checks find on machines that are sound, and on others. */
@NullMarked
package dev.dsync.app.doctor;

import org.jspecify.annotations.NullMarked;
