package org.almt.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A reader finds every package from the page of its module, and every class of a large package from its description.
 */
class PackagesTest {
    /** Files of a package that a reader can look through without an index; {@code package-info} counts. */
    private static final int SMALL = 25;

    @Test
    void eachPackageSaysWhatItIsFor() throws IOException {
        Set<Path> without = new TreeSet<>();
        int packages = 0;
        for (House module : House.values()) {
            for (Path folder : packages(module)) {
                packages++;
                Path info = folder.resolve("package-info.java");
                if (!Files.exists(info) || !Files.readString(info).startsWith("/**")) {
                    without.add(folder);
                }
            }
        }
        assertEquals(Set.of(), without, "packages without package-info.java, or one without Javadoc");
        assertTrue(packages >= 20, packages + " packages seen");
    }

    @Test
    void eachModulePageListsItsPackages() throws IOException {
        List<String> missing = new ArrayList<>();
        for (House module : House.values()) {
            String page = Files.readString(module.page());
            for (Path folder : packages(module)) {
                if (!page.contains("\n| `" + name(module, folder) + "` | ")) {
                    missing.add(module.page() + ": | `" + name(module, folder) + "` | … |");
                }
            }
        }
        assertEquals(List.of(), missing, "packages without a row of the table in the page of their module");
    }

    @Test
    void largePackagesHaveAnIndex() throws IOException {
        List<String> missing = new ArrayList<>();
        int large = 0;
        for (House module : House.values()) {
            for (Path folder : packages(module)) {
                List<String> classes = classes(folder);
                if (classes.size() >= SMALL) {
                    large++;
                    String info = Files.readString(folder.resolve("package-info.java"));
                    classes.stream().filter(name -> !name.equals("package-info"))
                            .filter(name -> !Pattern.compile("<td>[^<]*\\{@(?:link|code)[\\s*]+" + name + "\\}")
                                    .matcher(info).find())
                            .forEach(name -> missing.add(folder + ": " + name));
                }
            }
        }
        assertEquals(List.of(), missing, "classes that the table in the package-info of a large package leaves out");
        assertTrue(large > 4, large + " large packages seen");
    }

    private static Set<Path> packages(House module) {
        Set<Path> folders = new TreeSet<>();
        module.mainSources().stream().filter(file -> !file.endsWith("module-info.java")).map(Path::getParent)
                .forEach(folders::add);
        return folders;
    }

    private static String name(House module, Path folder) {
        return module.sources().relativize(folder).toString().replace('/', '.');
    }

    private static List<String> classes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", "")).sorted().toList();
        }
    }
}
