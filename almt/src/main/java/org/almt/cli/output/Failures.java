package org.almt.cli.output;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.almt.cli.option.Remedies;
import org.almt.cli.option.UsageError;
import org.almt.failure.RequestException;
import org.almt.study.CellException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import picocli.CommandLine;

/** Turns each failure into one sentence on the error stream and an exit code. */
public final class Failures {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int MOST_SUGGESTED = 2;

    private Failures() {}

    /** Handles an exception of a command. The exit code is 2 if the command line was wrong, otherwise 1. */
    public static int onException(Exception exception, CommandLine command, ParseResult parsed) {
        boolean usage = exception instanceof UsageError || exception instanceof RequestException;
        report(exception, sentence(exception), command, parsed.originalArgs().contains("--debug"));
        if (usage) {
            hint(command);
        }
        return usage ? USAGE : FAILED;
    }

    /** Handles a command line that could not be parsed. */
    public static int onWrongUsage(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        report(exception, sentence(exception), command, Arrays.asList(arguments).contains("--debug"));
        hint(command);
        return USAGE;
    }

    /** The message without picocli's own terms. */
    private static @Nullable String sentence(ParameterException exception) {
        if (!(exception instanceof UnmatchedArgumentException unmatched)) {
            return exception.getMessage();
        }
        String word = "'" + unmatched.getUnmatched().getFirst() + "'";
        CommandSpec command = unmatched.getCommandLine().getCommandSpec();
        boolean chooses = !command.subcommands().isEmpty();
        String what = unmatched.isUnknownOption() ? "there is no option " + word
                : chooses ? "there is no command " + word
                : word + " is one word too many; write a value directly after its option";
        List<String> similar = unmatched.getSuggestions().stream().limit(MOST_SUGGESTED).toList();
        return !similar.isEmpty() ? what + "; did you mean " + String.join(" or ", similar) + "?"
                : chooses ? what + "; there are " + String.join(", ", command.subcommands().keySet())
                : what;
    }

    private static void report(Throwable failure, @Nullable String sentence, CommandLine command, boolean debug) {
        PrintWriter err = HarmlessWriter.of(command.getErr());
        err.println("almt: " + sentence);
        if (debug) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    private static void hint(CommandLine command) {
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }

    /** The sentence for the user: the exception's message, or the meaning of an exception without one. */
    public static String sentence(Throwable failure) {
        Throwable cause = unwrapped(failure);
        String message = Remedies.message(cause);
        return switch (cause) {
            case OutOfMemoryError e -> "the heap is too small for this (" + message
                    + "); give more with ALMT_JAVA_OPTS=-Xmx" + moreHeap() + ", or use a smaller --batch-size";
            case InternalError e when String.valueOf(message).contains("unsafe memory access") ->
                "a file in use, such as one of the cache, was truncated or replaced; run the command again to make the"
                        + " file anew";
            case NoSuchFileException e -> message + ": there is no such file";
            case FileNotFoundException e -> String.valueOf(message);
            case AccessDeniedException e -> message + ": access is denied";
            case FileAlreadyExistsException e -> message + ": exists already";
            case CellException e ->
                e.cell() + ": " + sentence(Objects.requireNonNullElse(e.getCause(), new IOException(message)));
            case FileSystemException e when e.getReason() == null -> message + ": cannot be read or written";
            case FileSystemException e -> message + "; check the rights, and that the disk has room";
            case IOException e when message != null -> message;
            case IllegalArgumentException e when message != null -> message;
            case IllegalStateException e when message != null -> message;
            case UsageError e -> String.valueOf(message);
            default -> "unexpected failure: " + cause + " (run again with --debug for details)";
        };
    }

    /** Twice the present heap, and at least 2 GiB. */
    private static String moreHeap() {
        return Math.max(2, 2 * Runtime.getRuntime().maxMemory() + (1L << 30) - 1 >> 30) + "g";
    }

    /** The first cause that has its own message. */
    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean says = !(failure instanceof ExceptionInInitializerError || failure instanceof UncheckedIOException
                || failure instanceof FatalError);
        return says || cause == null ? failure : unwrapped(cause);
    }
}
