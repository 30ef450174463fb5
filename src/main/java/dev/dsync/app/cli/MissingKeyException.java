package dev.dsync.app.cli;

import dev.dsync.io.trust.ShareName;
import java.io.IOException;

/** A share whose key is not where it should be. */
final class MissingKeyException extends IOException {
    private final ShareName share;
    private final String location;
    private final Use use;

    /** What the key was wanted for, as far as remedies differ. */
    enum Use {
        /** To offer the share from here. */
        SERVE,
        /** To reach the share elsewhere. */
        DIAL,
        /** To print it. */
        SHOW,
        /** Either of the first two, but the user said in which file it is. */
        NAMED
    }

    MissingKeyException(ShareName share, String location, Use use) {
        super(location);
        this.share = share;
        this.location = location;
        this.use = use;
    }

    ShareName share() {
        return share;
    }

    String location() {
        return location;
    }

    Use use() {
        return use;
    }
}
