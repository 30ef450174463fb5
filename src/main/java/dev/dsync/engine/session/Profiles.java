package dev.dsync.engine.session;

import dev.dsync.core.tree.Profile;

/** What can be kept of entries. */
final class Profiles {
    private static final int ROOT_USER = 0;

    private Profiles() {}

    /**
     * What a process of this user can keep: owners, devices and all extended attributes but the
     * user's are for the superuser, access control lists of what is one's own for everybody.
     */
    static Profile keptBy(int user) {
        boolean root = user == ROOT_USER;
        return new Profile(
                        true, true, true, true, true, root, true, true, root, true, true, true,
                        true)
                .withXattrs(root ? Profile.Namespaces.ALL : Profile.Namespaces.USER)
                .withAcls(true);
    }
}
