package org.almt.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;

/**
 * The standard output, which records why a write failed: a {@link PrintStream} reports only that one failed. A closed
 * pipe and a full disk need different messages.
 */
public final class StandardOutput extends OutputStream {
    private static volatile boolean readerIsGone;

    private final OutputStream out;

    private StandardOutput(OutputStream out) {
        this.out = out;
    }

    /** Replaces {@link System#out}. */
    public static void install() {
        System.setOut(new PrintStream(new StandardOutput(new FileOutputStream(FileDescriptor.out)), false,
                System.out.charset()));
    }

    /** Whether a write failed because the reader of the pipe has ended. */
    public static boolean readerIsGone() {
        return readerIsGone;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            // the messages of Linux and macOS, and of Windows
            readerIsGone |= message.contains("broken pipe") || message.contains("pipe is being closed");
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
