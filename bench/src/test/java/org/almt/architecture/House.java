package org.almt.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The modules of this project on disk: sources and class files. */
enum House {
    CORE("core", 80),
    NN("nn", 60),
    LEARN("nn/learn", 6),
    PREDICT("almt/predict", 80),
    FEATURES("almt/features", 50),
    TRAIN("almt/train", 100),
    STUDY("almt/study", 40),
    CLI("almt", 30),
    BENCH("bench", 8),
    TESTS_DATA("tests-data", 3);

    /** The modules that users run, from the engine to the command line. */
    static final List<House> PRODUCT = List.of(CORE, NN, PREDICT, FEATURES, TRAIN, STUDY, CLI);

    private static final Path ROOT = root();

    private final Path folder;
    private final int fewestClasses;

    House(String folder, int fewestClasses) {
        this.folder = Path.of(folder);
        this.fewestClasses = fewestClasses;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** A file or folder, by its path from the root of the tree. */
    static Path file(String path) {
        return ROOT.resolve(path);
    }

    /** The class files of the main sources, the module descriptor included. */
    List<ClassModel> classes() {
        List<ClassModel> classes = files("target/classes", ".class").stream().map(House::read).toList();
        if (classes.size() < fewestClasses) {
            throw new IllegalStateException(this + ": " + classes.size() + " class files, expected at least "
                    + fewestClasses + "; nothing would be checked. Build with mvn verify.");
        }
        return classes;
    }

    static ClassModel read(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The content of the jar: class files, resources, and the licence. */
    List<Path> packedFiles() {
        return files("target/classes", "").stream().filter(Files::isRegularFile).toList();
    }

    /** The name of a packed file in the jar. */
    String name(Path file) {
        return folder().resolve("target/classes").relativize(file).toString();
    }

    /** The content of {@code module-info}. */
    ModuleDescriptor descriptor() {
        try (var in = Files.newInputStream(folder().resolve("target/classes/module-info.class"))) {
            return ModuleDescriptor.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the main sources, where the names of packages begin. */
    Path sources() {
        return folder().resolve("src/main/java");
    }

    /** The page that describes the module. */
    Path page() {
        return folder().resolve("README.md");
    }

    /** The main sources. */
    List<Path> mainSources() {
        return files("src/main/java", ".java");
    }

    /** The sources of the tests. Empty if there is no such folder. */
    List<Path> testSources() {
        return Files.isDirectory(folder().resolve("src/test/java")) ? files("src/test/java", ".java") : List.of();
    }

    Path folder() {
        return ROOT.resolve(folder);
    }

    private List<Path> files(String under, String suffix) {
        try (Stream<Path> tree = Files.walk(folder().resolve(under))) {
            return tree.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
