package org.almt.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of packages in embedding.md: each exported package is there once, with a level, and no other. */
class StabilityTest {
    private static final Pattern ROW = Pattern.compile("^\\| (`org\\.almt[^|]*) \\| ([^|]*) \\|", Pattern.MULTILINE);
    private static final Pattern PACKAGE = Pattern.compile("`(org\\.almt[.\\w]*)`");
    private static final Set<String> LEVELS = Set.of("stable", "minor", "any");

    @Test
    void everyExportedPackageHasALevel() throws IOException {
        Set<String> exported = new TreeSet<>();
        for (House module : House.PRODUCT) {
            exported(module, exported);
        }
        exported(House.FEATURES, exported);
        List<String> listed = new ArrayList<>();
        Matcher row = ROW.matcher(Files.readString(House.file("almt/docs/embedding.md")));
        while (row.find()) {
            String level = row.group(2).split(" ")[0];
            assertTrue(LEVELS.contains(level), row.group() + " has no level of " + LEVELS);
            PACKAGE.matcher(row.group(1)).results().forEach(found -> listed.add(found.group(1)));
        }
        assertEquals(String.join("\n", exported), String.join("\n", listed.stream().sorted().toList()));
        assertTrue(listed.size() > 20, listed.toString());
    }

    private static void exported(House module, Set<String> packages) {
        for (ModuleDescriptor.Exports exports : module.descriptor().exports()) {
            if (!exports.isQualified()) {
                packages.add(exports.source());
            }
        }
    }
}
