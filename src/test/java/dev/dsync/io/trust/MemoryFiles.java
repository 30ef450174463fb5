package dev.dsync.io.trust;

import java.util.List;
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
    public void replace(String name, byte[] content) {
        contents.put(name, content.clone());
    }

    @Override
    public List<String> names(String folder) {
        return contents.keySet().stream()
                .filter(name -> name.startsWith(folder + "/"))
                .map(name -> name.substring(folder.length() + 1))
                .toList();
    }

    @Override
    public String location(String name) {
        return "/home/u/.config/dsync/" + name;
    }
}
