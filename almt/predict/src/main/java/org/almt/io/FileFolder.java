package org.almt.io;

import java.nio.file.Path;

/** Finds the folder of a file. */
public final class FileFolder {
    private FileFolder() {}

    /**
     * The folder of a file, from its path. {@link Path#getParent()} is null for a name without a folder; this method
     * then returns the empty path, which is the current folder.
     */
    public static Path of(Path file) {
        return file.resolveSibling("");
    }
}
