package org.almt.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The program of a lesson. Its first lines are comments that start with {@code ///}, in Markdown: the title, the
 * minutes, the trap. Its last lines are such comments too: the exercise, and further reading. The page of the lesson is
 * made from them.
 *
 * @param number the number of the lesson
 * @param file the program
 * @param name of the file, without ending
 * @param title without the number
 * @param minutes the time that a reader needs
 * @param before the page above the program
 * @param program without both comments
 * @param after the page below the output
 */
record LessonFile(int number, Path file, String name, String title, int minutes, String before, String program,
        String after) {
    private static final Pattern TITLE = Pattern.compile("# (\\d+)\\. (.+)");
    private static final Pattern MINUTES = Pattern.compile("\\b(\\d+) minutes");
    private static final String MARK = "///";

    static LessonFile read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int from = 0;
        while (from < lines.size() && lines.get(from).startsWith(MARK)) {
            from++;
        }
        int to = lines.size();
        while (to > from && lines.get(to - 1).startsWith(MARK)) {
            to--;
        }
        String before = page(lines.subList(0, from));
        Matcher title = TITLE.matcher(before);
        Matcher minutes = MINUTES.matcher(before);
        if (!title.lookingAt() || !minutes.find() || to == lines.size()) {
            throw new IOException(file + " is no lesson: it must start with '/// # 3. Title', name its minutes, and end"
                    + " with a comment of the same kind");
        }
        return new LessonFile(Integer.parseInt(title.group(1)), file,
                file.getFileName().toString().replace(".java", ""), title.group(2), Integer.parseInt(minutes.group(1)),
                before, String.join("\n", lines.subList(from, to)).strip() + "\n",
                page(lines.subList(to, lines.size())));
    }

    private static String page(List<String> comment) {
        return comment.stream().map(line -> line.substring(MARK.length()).replaceFirst("^ ", ""))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** The page, with the output of the program. */
    String page(String printed, boolean hasPicture) {
        return before + "\n## The program\n\n[" + name + ".java](" + name + ".java), run by `nn/learn/learn " + number
                + "`:\n\n```java\n" + program + "```\n\n## What it prints\n\n```output\n" + printed + "```\n\n"
                + (hasPicture ? "![" + title + "](" + name + ".svg)\n\n" : "") + after;
    }
}
