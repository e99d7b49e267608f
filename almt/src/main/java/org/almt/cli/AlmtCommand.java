package org.almt.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands share: their streams, and that even an error of the JVM ends in one sentence. */
abstract class AlmtCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** Does the command's work, and throws where it cannot. */
    abstract void execute() throws Exception;

    @Override
    public final Integer call() throws Exception {
        try {
            execute();
            out().flush();
            return 0;
        } catch (Error e) {
            throw new FatalError(e);
        }
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Carries an error of the JVM to {@link Failures}. */
    static final class FatalError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FatalError(Error error) {
            super(error);
        }
    }
}
