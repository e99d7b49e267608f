package org.almt.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every Java block of every page runs, or is a passage of a source file. The programs of the course are source files,
 * and its own tests run them.
 */
class JavaBlocksTest {
    /** The model that a reader of the front page has trained before, here as small and short as possible. */
    private static final List<String> TRAINING = List.of("org.almt.cli.Main", "train", "--quiet", "--epochs", "1",
            "--set", "width=16", "--set", "heads=2", "--set", "headSize=8", "--set", "hyperHeadSize=8", "--set",
            "mlp=16");

    @TempDir
    Path folder;

    static List<JavaBlock> programs() throws IOException {
        List<String> lessons = new ArrayList<>();
        for (Path file : Tree.here().sources()) {
            if (Tree.here().name(file).startsWith("nn/learn/lessons/")) {
                lessons.add(Files.readString(file));
            }
        }
        return blocks().stream().filter(JavaBlock::isProgram)
                .filter(block -> lessons.stream().noneMatch(block::standsIn)).toList();
    }

    private static List<JavaBlock> blocks() throws IOException {
        List<JavaBlock> blocks = new ArrayList<>();
        for (Page page : Page.all(Tree.here())) {
            blocks.addAll(JavaBlock.of(page));
        }
        return blocks;
    }

    @ParameterizedTest
    @MethodSource("programs")
    void programsRun(JavaBlock program) throws IOException, InterruptedException {
        if (program.text().contains("runs/embedded-seed1")) {
            List<String> arguments = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path")));
            arguments.addAll(TRAINING);
            JavaBlock.java(folder, arguments.toArray(String[]::new));
        }
        Path features = Tree.here().file("tests-data/src/main/resources/golden/features");
        Files.copy(features.resolve("clips/short700_22k_s16.wav"), folder.resolve("clip.wav"));
        Files.copy(features.resolve("openface/v20_no_face_id.csv"), folder.resolve("face.csv"));
        String printed = program.run(folder);
        assertFalse(printed.isBlank(), program + " prints nothing");
        if (program.output() != null) {
            assertEquals(program.output(), printed, program.toString());
        }
    }

    @Test
    void otherBlocksStandInASource() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path file : Tree.here().sources()) {
            sources.add(Files.readString(file));
        }
        List<String> nowhere = blocks().stream().filter(block -> !block.isProgram())
                .filter(block -> sources.stream().noneMatch(block::standsIn)).map(JavaBlock::toString).toList();
        assertEquals(List.of(), nowhere, "neither a program with void main() nor a passage of a source file");
        assertTrue(programs().size() >= 3, programs().toString());
    }

    @Test
    void wrongBlocksAreFound() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve(".mvn"));
        Files.writeString(folder.resolve("README.md"), """
                ```java
                void main() { System.out.println(6 * 7); }
                ```

                ```output
                42
                ```

                ```java
                int sum = 0;
                  sum += 1;
                ```

                ```java
                void main() { throw new IllegalStateException("no"); }
                ```
                """);
        List<JavaBlock> blocks = JavaBlock.of(Page.all(new Tree(folder)).getFirst());
        assertEquals(3, blocks.size());
        assertEquals(blocks.get(0).output(), blocks.get(0).run(folder));
        assertTrue(blocks.get(1).standsIn("{\n    int sum = 0;\n    sum += 1;\n}"));
        assertFalse(blocks.get(1).standsIn("{\n    int sum = 0;\n    int n = 0;\n    sum += 1;\n}"));
        assertFalse(blocks.get(1).standsIn("{\n    int sum = 0;\n    sum += 10;\n}"));
        assertThrows(IllegalStateException.class, () -> blocks.get(2).run(folder));
    }
}
