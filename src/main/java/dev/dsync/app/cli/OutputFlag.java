package dev.dsync.app.cli;

/** The options of push and pull about what a run shows while it goes on. */
enum OutputFlag implements RunFlag {
    PROGRESS(
            "--progress",
            "Name each file that is sent, with figures; --no-progress: and no bar on a terminal.",
            (d, on) -> d.output.progress(on)),
    INFO(
            "--info",
            "WORDS",
            "Show what rsync's words say: progress2 for figures of the whole run, name, del,"
                    + " stats, flist.",
            (d, v) -> d.output.info(v)),
    LIST_ONLY(
            "--list-only",
            "List what the sources have and copy nothing; no destination is needed.",
            (d, on) -> d.output.lists = on);

    private final FlagSpec spec;

    OutputFlag(String names, String help, FlagSpec.Toggle toggle) {
        this.spec = FlagSpec.toggle(Flag.Group.OUTPUT, names, help, toggle);
    }

    OutputFlag(String names, String label, String help, FlagSpec.Setting setting) {
        this.spec = FlagSpec.setting(Flag.Group.OUTPUT, names, label, help, setting);
    }

    @Override
    public FlagSpec spec() {
        return spec;
    }
}
