package dev.dsync.app.cli;

/** The options of push and pull about when a run begins, and when it ends that is not done. */
enum LimitFlag implements RunFlag {
    STOP_AFTER(
            "--stop-after",
            "MINUTES",
            "End the run after so long, done or not; the next one goes on.",
            (d, v) -> d.limits.stopAfter(v)),
    STOP_AT(
            "--stop-at",
            "TIME",
            "The same at the next such time: 2030-12-31T23:59, or less of it, as 1-30, 14:00 or"
                    + " :59.",
            (d, v) -> d.limits.stopAt(v)),
    WAIT_LOCK(
            "--wait-lock",
            "Wait while another run writes to the destination, rather than end with 42.",
            (d, on) -> d.limits.waits = on);

    private final FlagSpec spec;

    LimitFlag(String names, String help, FlagSpec.Toggle toggle) {
        this.spec = FlagSpec.toggle(Flag.Group.TRANSFER, names, help, toggle);
    }

    LimitFlag(String names, String label, String help, FlagSpec.Setting setting) {
        this.spec = FlagSpec.setting(Flag.Group.TRANSFER, names, label, help, setting);
    }

    @Override
    public FlagSpec spec() {
        return spec;
    }
}
