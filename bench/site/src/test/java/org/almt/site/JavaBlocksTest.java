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
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.almt.nn.bert.BertConfig;
import org.almt.nn.bert.BertModel;
import org.almt.nn.text.BertTokenizer;
import org.almt.nn.text.TokenizerSettings;
import org.almt.nn.text.Vocabulary;
import org.almt.weights.BertFolder;
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
        if (program.text().contains("runs/sentences")) {
            trainOnSentences();
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

    /** The smallest run that takes sentences, in {@code runs/sentences}. */
    private void trainOnSentences() throws IOException, InterruptedException {
        List<String> words = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "fine", "film", "bad");
        BertModel bert = new BertModel(new BertConfig(words.size(), 64, 1, 1));
        bert.initialise(2);
        BertFolder.write(Files.createDirectories(folder.resolve("bert")), bert,
                new BertTokenizer(new Vocabulary(words), TokenizerSettings.UNCASED), Map.of());
        StringBuilder table = new StringBuilder("id,text,label,split\n");
        for (int i = 0; i < 24; i++) {
            table.append(i).append(i % 2 == 0 ? ",a fine film,2," : ",a bad film,-2,")
                    .append(List.of("train", "train", "valid", "test").get(i / 6)).append('\n');
        }
        Files.writeString(folder.resolve("labelled.csv"), table);
        List<String> arguments = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path")));
        arguments.addAll(TRAINING);
        arguments.addAll(List.of("--bert", "bert", "--data", "labelled.csv", "--preset", "mosi", "--set",
                "modalities=language", "--set", "hyper=concat", "--out", "runs/sentences"));
        JavaBlock.java(folder, arguments.toArray(String[]::new));
    }

    /** Embedders may have an older Java than the one that builds this project. */
    @Test
    void programsCompileOnTheJavaThatTheyPromise() throws IOException {
        int on17 = 0;
        for (JavaBlock program : programs()) {
            if (program.page().equals("almt/docs/embedding.md")) {
                assertTrue(program.oldestJava() >= 17, program + " does not say which Java it needs");
            }
            if (program.oldestJava() > 0) {
                assertEquals("", program.compiled(folder), program.toString());
                on17 += program.oldestJava() == 17 ? 1 : 0;
            }
        }
        assertTrue(on17 >= 4, on17 + " programs for Java 17");
        JavaBlock wrong = new JavaBlock("a page", 1, "// Java 17 or newer\nvoid main() {}\n", null);
        assertFalse(wrong.compiled(folder).isBlank());
    }

    /** The page's pom has the dependency and the compiler of the projects that bench/release/check builds. */
    @Test
    void thePomOfThePageIsThatOfTheProjectsThatAreBuilt() throws IOException {
        String page = Files.readString(Tree.here().file("almt/docs/embedding.md"));
        String released = Files.readString(Tree.here().file("bench/release/consumers/pom.xml"));
        Matcher plugin = Pattern.compile("<artifactId>maven-compiler-plugin</artifactId>\\s*<version>[\\d.]+</version>")
                .matcher(released);
        assertTrue(plugin.find());
        assertTrue(page.replaceAll("\\s+", "").contains(plugin.group().replaceAll("\\s+", "")), plugin.group());
        String version = Files.readString(Tree.here().file("pom.xml"))
                .replaceFirst("(?s).*?<artifactId>almt-parent</artifactId>\\s*<version>([^<]*)<.*", "$1");
        String dependency = Files.readString(Tree.here().file("bench/release/consumers/class-path/pom.xml"))
                .replaceFirst("(?s).*<dependencies>(.*)</dependencies>.*", "$1").replaceAll("\\s+", "")
                .replace("</artifactId>", "</artifactId><version>" + version + "</version>");
        assertTrue(page.replaceAll("\\s+", "").contains("<dependencies>" + dependency + "</dependencies>"), dependency);
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
