package org.almt.data;

import java.util.function.Consumer;

/**
 * Receives warnings, a message before long work, and the progress of this work.
 *
 * <p>Threads: one at a time.
 */
@FunctionalInterface
public interface WorkListener extends Consumer<String> {
    /**
     * Reports the progress of long work. The first call of each work has {@code done = 0}.
     *
     * @param thing the name of one unit of the work, such as "sentence"
     * @param done the number of units that are done
     * @param all the number of all units
     */
    default void progress(String thing, int done, int all) {}
}
