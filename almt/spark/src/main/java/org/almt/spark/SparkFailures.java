package org.almt.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.almt.PredictionStoppedException;

/** What Spark's failures mean, in one sentence. */
final class SparkFailures {
    /** What a task threw, first line: {@code Lost task 3.3 in stage 1.0 (TID 9) (host executor 0): class: text}. */
    private static final Pattern TASK = Pattern.compile("\\(TID \\d+\\) \\([^)\\n]*\\): ([\\w.$]+): ?([^\\n]*)");
    private static final Pattern LOST = Pattern.compile("ExecutorLostFailure \\(([^\\n]*)");

    private SparkFailures() {}

    /** A failure whose message is a sentence; one of ours has it already. */
    static IOException of(Throwable failure) {
        if (failure instanceof IOException ours && failure.getCause() == null) {
            return ours;
        }
        StringBuilder all = new StringBuilder();
        Throwable last = failure;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            all.append(each).append('\n');
            last = each;
        }
        return new IOException(sentence(all.toString(), last), failure);
    }

    private static String sentence(String all, Throwable last) {
        if (all.contains("No space left on device") || all.contains("Disk quota exceeded")) {
            return "a disk is full: " + line(all, "No space left on device", "Disk quota exceeded") + "; make room, or"
                    + " name another folder";
        }
        if (all.contains("UnsupportedClassVersionError")) {
            return "an executor runs a Java that is too old for this; set spark.executorEnv.JAVA_HOME to a Java 25 that"
                    + " is installed there";
        }
        if (last instanceof OutOfMemoryError) {
            return "the program that drives Spark has too little memory; give its JVM more (-Xmx)";
        }
        if (all.contains("OutOfMemoryError")) {
            return "an executor has too little memory; give executors more (spark.executor.memory), or fewer cores";
        }
        if (all.contains("PATH_NOT_FOUND") || last instanceof FileNotFoundException) {
            return line(all, "PATH_NOT_FOUND", "FileNotFoundException");
        }
        if (all.contains("SparkContext was shut down") || all.contains("stopped SparkContext")
                || all.contains("Master removed our application") || all.contains("All masters are unresponsive")) {
            return "the connection to the cluster was lost; look at the logs of its master and workers";
        }
        Matcher lost = LOST.matcher(all);
        if (lost.find()) {
            return "executors were lost again and again at the same work (" + lost.group(1).strip() + "); look at their"
                    + " logs, and give them more memory";
        }
        Matcher task = TASK.matcher(all);
        if (task.find()) {
            String text = task.group(2).replaceFirst("^(?:[\\w.$]+(?:Exception|Error): )+", "");
            return text.isBlank() ? task.group(1) : text;
        }
        if (last instanceof PredictionStoppedException) {
            return "stopped";
        }
        return String.valueOf(last.getMessage()).lines().findFirst().orElse(last.toString());
    }

    /** The first line that has one of the words, without the names of classes in front. */
    private static String line(String all, String... words) {
        return all.lines().filter(line -> {
            for (String word : words) {
                if (line.contains(word)) {
                    return true;
                }
            }
            return false;
        }).findFirst().orElse("").replaceFirst("^.*(Exception|Error): ", "").strip();
    }
}
