package dev.dsync.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** dsync's version, as the build wrote it beside this class. */
final class PomVersion implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"dsync " + read()};
    }

    static String read() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = PomVersion.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException("version.properties is not in the jar");
            }
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
