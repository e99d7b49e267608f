package org.almt.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each public type that other programs can use states what several threads may do, in one of few forms. The text of its
 * package also states it, for readers who start there.
 */
class ThreadsTest {
    private static final List<House> READ = List.of(House.CORE, House.NN, House.PREDICT, House.TRAIN);
    private static final String IMMUTABLE = "immutable, safe for many";
    private static final Pattern FORM = Pattern.compile("\\* <p>Threads: (" + IMMUTABLE
            + "|safe for many at once|many may use it while none changes it|one at a time(?: for each [a-z ]+)?"
            + "|called by [a-z ,]+)(?:, \\{@link #\\w+} by many)?\\.\n");
    private static final Pattern TYPE = Pattern.compile(
            "^public (?:(?:final|abstract|sealed|non-sealed) )*(?:class|record|enum|interface) (\\w+)",
            Pattern.MULTILINE);

    @Test
    void everyExportedPackageSpeaksOfThreads() throws IOException {
        List<String> silent = new ArrayList<>();
        int packages = 0;
        for (House module : READ) {
            for (String exported : exported(module)) {
                packages++;
                Path text = folder(module, exported).resolve("package-info.java");
                if (!Files.readString(text).contains("<p>Threads: ")) {
                    silent.add(exported);
                }
            }
        }
        assertEquals(List.of(), silent, "say in package-info what several threads may do, after \"<p>Threads: \"");
        assertTrue(packages >= 27, packages + " packages");
    }

    @Test
    void everyPublicTypeSaysWhatThreadsMayDo() throws IOException {
        List<String> silent = new ArrayList<>();
        List<String> untrue = new ArrayList<>();
        int types = 0;
        for (House module : READ) {
            Map<String, ClassModel> classes = module.classes().stream()
                    .collect(Collectors.toMap(each -> each.thisClass().asInternalName(), Function.identity()));
            for (String exported : exported(module)) {
                for (Path file : files(folder(module, exported))) {
                    String source = Files.readString(file);
                    Matcher type = TYPE.matcher(source);
                    if (!type.find()) {
                        continue;
                    }
                    types++;
                    String name = exported + "." + type.group(1);
                    Matcher form = FORM.matcher(javadoc(source, type.start()));
                    if (!form.find()) {
                        silent.add(name);
                    } else if (form.group(1).equals(IMMUTABLE)) {
                        untrue.addAll(mutable(classes.get(name.replace('.', '/'))));
                    }
                }
            }
        }
        assertEquals(List.of(), silent, "end the Javadoc's text with a paragraph of the form " + FORM);
        assertEquals(List.of(), untrue, "these change, but their types are said to be immutable");
        assertTrue(types >= 290, types + " types");
    }

    /** The comment that ends last before the type; empty if an import or another type lies between. */
    private static String javadoc(String source, int type) {
        int end = source.lastIndexOf("*/", type);
        int start = source.lastIndexOf("/**", end);
        return start < 0 || Pattern.compile("^(import|package|}) ?", Pattern.MULTILINE)
                .matcher(source.substring(end, type)).find() ? "" : source.substring(start, end);
    }

    /** Fields that can be assigned again, and arrays that a record returns. */
    private static List<String> mutable(ClassModel type) {
        boolean record = type.superclass().orElseThrow().asInternalName().equals("java/lang/Record");
        return type.fields().stream()
                .filter(field -> !field.flags().has(AccessFlag.STATIC))
                .filter(field -> !field.flags().has(AccessFlag.FINAL) || record && isArray(field))
                .map(field -> type.thisClass().asInternalName() + "." + field.fieldName().stringValue()).toList();
    }

    private static boolean isArray(FieldModel field) {
        return field.fieldType().stringValue().startsWith("[");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java")).sorted().toList();
        }
    }

    private static Path folder(House module, String exported) {
        return module.sources().resolve(exported.replace('.', '/'));
    }

    /** The packages that a module exports to all. */
    private static List<String> exported(House module) {
        return module.descriptor().exports().stream().filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source).sorted().toList();
    }
}
