/**
 * Browser share: files and folders handed to whoever has a link; and the status page of a watch or
 * of what serves.
 */
@NullMarked
package dev.dsync.app.web;

import org.jspecify.annotations.NullMarked;
