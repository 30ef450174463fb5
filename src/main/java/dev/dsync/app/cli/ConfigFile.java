package dev.dsync.app.cli;

import dev.dsync.core.tree.Escape;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.StateDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;

/** The configuration file: long options as TOML keys. */
final class ConfigFile {
    private static final int BYTES_MAX = 1 << 20;

    private ConfigFile() {}

    /** The values of its keys, in its order; an array is several values; none without a file. */
    static Map<String, List<String>> read(FileSystem system, String file, Set<String> known)
            throws IOException, UsageException {
        byte[] path = file.getBytes(StandardCharsets.UTF_8);
        Optional<byte[]> content = StateDirectory.readOpen(system, path, BYTES_MAX);
        return content.isEmpty() ? Map.of() : values(file, text(file, content.get()), known);
    }

    private static String text(String file, byte[] content) throws UsageException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            throw new UsageException(
                    "cannot read " + Escape.text(file) + ": it is not UTF-8; save it as UTF-8");
        }
    }

    private static Map<String, List<String>> values(String file, String text, Set<String> known)
            throws UsageException {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            var error = toml.errors().getFirst();
            throw new UsageException(
                    "cannot read "
                            + Escape.text(file)
                            + ": line "
                            + error.position().line()
                            + ": "
                            + Escape.text(String.valueOf(error.getMessage()))
                            + "; correct it");
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String key : toml.keySet()) {
            if (!known.contains(key)) {
                String hint =
                        Nearest.to(key, known)
                                .map(name -> "; did you mean " + name + "?")
                                .orElse(
                                        "; see dsync help push, dsync help serve and dsync help"
                                                + " watch for the options");
                throw new UsageException(
                        "cannot use key '"
                                + Escape.text(key)
                                + "' of "
                                + Escape.text(file)
                                + ": no option has that name"
                                + hint);
            }
            values.put(key, values(file, key, toml.get(List.of(key))));
        }
        return values;
    }

    private static List<String> values(String file, String key, @Nullable Object value)
            throws UsageException {
        if (value instanceof TomlArray array) {
            List<String> values = new ArrayList<>();
            for (Object one : array.toList()) {
                values.add(scalar(file, key, one));
            }
            return values;
        }
        return List.of(scalar(file, key, value));
    }

    private static String scalar(String file, String key, @Nullable Object value)
            throws UsageException {
        if (value instanceof String || value instanceof Long || value instanceof Boolean) {
            return value.toString();
        }
        throw new UsageException(
                "cannot use key '"
                        + Escape.text(key)
                        + "' of "
                        + Escape.text(file)
                        + ": its value is no text, number, true or false; write one of them");
    }
}
