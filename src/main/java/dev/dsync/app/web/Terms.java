package dev.dsync.app.web;

/**
 * Under what terms something is shared.
 *
 * @param index whether folders that have an {@code index.html} are shown as it, and pages as pages
 */
public record Terms(boolean index) {}
