package org.almt.site;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.DocumentationTool;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** The Javadoc of all modules in one folder. Every warning of the tool, and of its check of comments, is an error. */
final class Javadoc {
    /** The warning that each use of the Vector API causes. No option turns it off. */
    private static final String INCUBATING = "compiler.warn.incubating.modules";

    private Javadoc() {}

    /** Writes the Javadoc into {@code folder}. {@code extra} is a style sheet to add. */
    static void make(Tree tree, Path folder, Path extra) throws IOException {
        Map<String, Path> modules = tree.modules();
        List<String> options = new ArrayList<>(List.of("-quiet", "-notimestamp", "--no-fonts", "-Xdoclint:all,-missing",
                "-encoding", "UTF-8", "-docencoding", "UTF-8", "-charset", "UTF-8", "-locale", "en",
                "-windowtitle", "ALMT", "-doctitle", "ALMT in pure Java: Javadoc",
                "-header", "<a href=\"{@docRoot}/../index.html\">Guides</a>",
                "--add-stylesheet", extra.toString(), "-d", folder.toString(),
                "--module", String.join(",", modules.keySet())));
        modules.forEach((name, sources) -> options.addAll(List.of("--module-source-path", name + "=" + sources)));
        options.addAll(List.of("--module-path", libraries(tree), "--snippet-path", examples(tree)));
        DocumentationTool tool = ToolProvider.getSystemDocumentationTool();
        DiagnosticCollector<JavaFileObject> complaints = new DiagnosticCollector<>();
        boolean done;
        try (var files = tool.getStandardFileManager(complaints, Locale.ENGLISH, StandardCharsets.UTF_8)) {
            done = tool.getTask(null, files, complaints, null, options, null).call();
        }
        List<String> said = complaints.getDiagnostics().stream()
                .filter(one -> one.getKind() != Diagnostic.Kind.NOTE && !INCUBATING.equals(one.getCode()))
                .map(one -> one.toString()).distinct().toList();
        if (!done || !said.isEmpty()) {
            throw new IllegalStateException("javadoc complains:\n" + String.join("\n", said));
        }
    }

    /** The third-party jars of the class path. */
    private static String libraries(Tree tree) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar") && !Path.of(entry).toAbsolutePath().startsWith(tree.root()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The test sources: they compile and run what snippets of Javadoc show. */
    private static String examples(Tree tree) throws IOException {
        try (Stream<Path> folders = Files.walk(tree.root(), 4)) {
            return folders.filter(folder -> folder.endsWith("src/test/java")).map(Path::toString).sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }
}
