package org.almt.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.almt.cli.output.HarmlessWriter;
import org.almt.cli.output.FatalError;
import org.almt.cli.output.StandardOutput;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The base of all commands: it gives them their streams, and reports even an error of the JVM in one sentence. */
abstract class AlmtCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** Does the command's work, and throws an exception if it cannot. */
    abstract void execute() throws Exception;

    @Override
    public final Integer call() throws Exception {
        try {
            execute();
            requireAllPrinted();
            return 0;
        } catch (ReaderGone e) {
            return ReaderGone.EXIT_CODE;
        } catch (Error e) {
            throw new FatalError(e);
        }
    }

    /**
     * Throws if printed text was lost. A {@link java.io.PrintWriter} does not throw by itself, and lost output must not
     * count as success.
     */
    private void requireAllPrinted() throws IOException, ReaderGone {
        boolean failed = out().checkError();
        if (failed | System.out.checkError()) {
            if (StandardOutput.readerIsGone()) {
                throw new ReaderGone();
            }
            throw new IOException(
                    "not all of the output was written: the disk is full, or its reader ended early");
        }
    }

    /**
     * The program that read the output has ended, as {@code head} does after ten lines. This is not a failure, so no
     * message is printed.
     */
    private static final class ReaderGone extends Exception {
        private static final long serialVersionUID = 1;

        /** The exit code that shells report for a program ended by a closed pipe: 128 + SIGPIPE. */
        static final int EXIT_CODE = 141;

        ReaderGone() {
            super(null, null, false, false);
        }
    }

    final PrintWriter out() {
        return HarmlessWriter.of(spec.commandLine().getOut());
    }

    final PrintWriter err() {
        return HarmlessWriter.of(spec.commandLine().getErr());
    }
}
