@NullMarked
package dev.dsync.app.web;

import org.jspecify.annotations.NullMarked;
