package dev.dsync.app.cli;

import dev.dsync.app.control.ControlPlace;
import java.io.IOException;
import java.util.Map;

/**
 * Where dsync keeps what is its own.
 *
 * @param config configuration and keys
 * @param state what it remembers
 */
record Home(String config, String state) {
    /** Beneath {@code DSYNC_HOME} if that is set, else where XDG says. */
    static Home of(Map<String, String> environment) {
        String own = environment.getOrDefault("DSYNC_HOME", "");
        if (!own.isEmpty()) {
            return new Home(own, own + "/state");
        }
        String user = environment.getOrDefault("HOME", System.getProperty("user.home", "/"));
        return new Home(
                xdg(environment, "XDG_CONFIG_HOME", user + "/.config"),
                xdg(environment, "XDG_STATE_HOME", user + "/.local/state"));
    }

    /** The standard has relative paths ignored. */
    private static String xdg(Map<String, String> environment, String name, String otherwise) {
        String set = environment.getOrDefault(name, "");
        return (set.startsWith("/") ? set : otherwise) + "/dsync";
    }

    /** Where the watch of this root, a path without links, is steered. */
    static ControlPlace control(Map<String, String> environment, byte[] root) throws IOException {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return ControlPlace.of(of(environment).state, runtime, root);
    }

    String configFile() {
        return config + "/config.toml";
    }
}
