package org.almt.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.almt.nn.checkpoint.AtomicFiles;

/** A file for a moment, by which executors show that they see a folder and not another one of the same name. */
final class SharedMark {
    private SharedMark() {}

    /** Makes one in a folder, which is made too. */
    static Path make(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            return Files.createTempFile(folder, ".seen-", AtomicFiles.SUFFIX);
        } catch (IOException e) {
            throw new IOException("no file can be made in " + folder + " (" + e.getMessage() + "); check the rights of"
                    + " the folder and that its disk has room, or name another one", e);
        }
    }
}
