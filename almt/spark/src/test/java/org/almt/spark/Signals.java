package org.almt.spark;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What a system does to processes. */
final class Signals {
    private Signals() {}

    /** Sends a signal by its name, such as KILL, STOP or CONT. */
    static void send(String signal, long process) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process)).inheritIO().start().waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + signal + " " + process + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
