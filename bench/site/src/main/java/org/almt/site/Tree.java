package org.almt.site;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The source tree of the project: its pages, its Java files and its modules. */
public final class Tree {
    private static final Set<String> SKIPPED = Set.of("target", "runs", "studies", ".git", ".idea", ".cache");
    private static final Pattern MODULE = Pattern.compile("^(?:open )?module ([\\w.]+) \\{", Pattern.MULTILINE);

    private final Path root;

    /** The tree at a folder that contains the folder {@code .mvn}. */
    public Tree(Path root) {
        this.root = root.toAbsolutePath().normalize();
        if (!Files.isDirectory(this.root.resolve(".mvn"))) {
            throw new IllegalArgumentException(root + " is not the root of the project: it has no folder .mvn");
        }
    }

    /** The tree that contains the working directory. */
    public static Tree here() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(Path.of("").toAbsolutePath() + " lies in no folder that has .mvn");
        }
        return new Tree(folder);
    }

    /** The root folder, absolute. */
    public Path root() {
        return root;
    }

    /** The file at a path from the root, with {@code /} between names. */
    public Path file(String name) {
        return root.resolve(name);
    }

    /** The path of a file from the root, with {@code /} between names. */
    public String name(Path file) {
        return root.relativize(file.toAbsolutePath().normalize()).toString().replace('\\', '/');
    }

    /** All Markdown pages, by path. */
    public List<Path> pages() throws IOException {
        return files(".md");
    }

    /** All Java sources, including tests, by path. */
    public List<Path> sources() throws IOException {
        return files(".java");
    }

    /** All files with this suffix, without the output of builds and runs, by path. */
    public List<Path> files(String suffix) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return SKIPPED.contains(folder.getFileName().toString()) && !name(folder).contains("src/")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(suffix)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found);
        return found;
    }

    /** The descriptors of the named modules of this project. Projects that test a release are not among them. */
    public List<Path> moduleFiles() throws IOException {
        return files("module-info.java").stream()
                .filter(file -> name(file).endsWith("src/main/java/module-info.java"))
                .filter(file -> !name(file).contains("/consumers/")).toList();
    }

    /** The named modules that export something: their names, and the folders of their main sources. */
    public TreeMap<String, Path> modules() throws IOException {
        TreeMap<String, Path> modules = new TreeMap<>();
        for (Path file : moduleFiles()) {
            String text = Files.readString(file);
            Matcher module = MODULE.matcher(text);
            if (module.find() && text.contains("exports ")) {
                modules.put(module.group(1), file.getParent());
            }
        }
        return modules;
    }
}
