package dev.dsync.app.cli;

import dev.dsync.io.trust.Grant;
import dev.dsync.io.trust.ShareName;

/**
 * A root offered under a name: {@code NAME=PATH[:ro|:rw[,owner,...]]}.
 *
 * @param name the share's name
 * @param path the root, as the operator typed it
 * @param grant what peers may do
 */
record ShareOffer(ShareName name, String path, Grant grant) {
    /** Text that offers no share, and which part of it is wrong. */
    public static final class MalformedException extends Exception {
        /** A part of an offer. */
        public enum Part {
            /** There is no {@code =}. */
            FORM,
            NAME,
            PATH,
            VERBS
        }

        private final String text;
        private final Part part;

        MalformedException(String text, Part part) {
            super(part + " " + text);
            this.text = text;
            this.part = part;
        }

        /** What was to be read. */
        public String text() {
            return text;
        }

        /** What is wrong in it. */
        public Part part() {
            return part;
        }
    }

    /**
     * Reads an offer.
     *
     * <p>What follows the last colon is verbs unless a {@code /} is in it, so a mistyped verb is
     * refused and never taken for a part of the path; a path whose last component has a colon needs
     * its verbs said.
     */
    public static ShareOffer parse(String text) throws MalformedException {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new MalformedException(text, MalformedException.Part.FORM);
        }
        ShareName name =
                ShareName.parse(text.substring(0, equals))
                        .orElseThrow(
                                () -> new MalformedException(text, MalformedException.Part.NAME));
        String path = text.substring(equals + 1);
        Grant grant = Grant.READ_WRITE;
        int colon = path.lastIndexOf(':');
        if (colon > path.lastIndexOf('/')) {
            grant =
                    Grant.parse(path.substring(colon + 1))
                            .orElseThrow(
                                    () ->
                                            new MalformedException(
                                                    text, MalformedException.Part.VERBS));
            path = path.substring(0, colon);
        }
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            throw new MalformedException(text, MalformedException.Part.PATH);
        }
        return new ShareOffer(name, path, grant);
    }
}
