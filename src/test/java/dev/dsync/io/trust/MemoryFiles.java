package dev.dsync.io.trust;

import java.util.Optional;
import java.util.TreeMap;

/** Private files in memory, all of them private. */
final class MemoryFiles implements PrivateFiles {
    final TreeMap<String, byte[]> contents = new TreeMap<>();

    /** What another process creates just before this one does. */
    Optional<byte[]> createdFirst = Optional.empty();

    @Override
    public Optional<byte[]> read(String name, int bytesMax) throws KeyFileException {
        byte[] content = contents.get(name);
        if (content != null && content.length > bytesMax) {
            throw new KeyFileException(location(name), KeyFileException.Reason.MALFORMED);
        }
        return Optional.ofNullable(content).map(byte[]::clone);
    }

    @Override
    public boolean create(String name, byte[] content) {
        createdFirst.ifPresent(first -> contents.putIfAbsent(name, first));
        return contents.putIfAbsent(name, content.clone()) == null;
    }

    @Override
    public String location(String name) {
        return "/home/u/.config/dsync/" + name;
    }
}
