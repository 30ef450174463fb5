package dev.dsync.app.web;

import java.util.Optional;

/**
 * What is handed out, by which link, and on what terms.
 *
 * @param index whether folders that have an {@code index.html} are shown as it, and pages as pages
 * @param pin what else a visitor has to know
 * @param uploads where visitors may leave files
 */
public record Offer(
        SharedFiles files,
        Token token,
        HostNames hosts,
        boolean index,
        Optional<Pin> pin,
        Optional<Quarantine> uploads,
        Lifetime lifetime) {}
