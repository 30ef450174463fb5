package dev.dsync.app.web;

/** Who is told what visitors do. Any thread may call. */
public interface ShareListener {
    /**
     * Somebody got a file, a part of one, or an archive.
     *
     * @param visitor the address
     * @param path as it stands in the link, decoded and printable
     */
    void sent(String visitor, String path, long bytes);

    /**
     * Somebody left a file.
     *
     * @param path where it is, printable
     */
    void received(String visitor, String path, long bytes);

    /**
     * Somebody showed a wrong PIN.
     *
     * @param closed whether nobody is let in by it any more
     */
    void wrongPin(String visitor, boolean closed);
}
