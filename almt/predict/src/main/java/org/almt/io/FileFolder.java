package org.almt.io;

import java.nio.file.Path;

/** The folder that a file lies in. */
public final class FileFolder {
    private FileFolder() {}

    /**
     * The folder of a file as its path names it. {@link Path#getParent()} is null for a name alone; here it is the
     * empty path, which is the current folder.
     */
    public static Path of(Path file) {
        return file.resolveSibling("");
    }
}
