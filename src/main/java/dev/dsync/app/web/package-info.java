/** Browser share: files and folders handed to whoever has a link. */
@NullMarked
package dev.dsync.app.web;

import org.jspecify.annotations.NullMarked;
