package org.almt.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The statements for OSGi in the manifests of the jars that embedders load: the exports of the modules, and the
 * packages that they use.
 */
class OsgiTest {
    private static final List<House> BUNDLES = List.of(House.CORE, House.NN, House.PREDICT);
    private static final Pattern PACKAGE = Pattern.compile("(?:^|[,;])\\s*([\\w.]+)(?=[;,]|$)");
    private static final Pattern TYPE = Pattern.compile("(?:^|L)((?:org/almt|jdk)/[\\w/]+)/\\w");
    private static final String VECTORS = "jdk.incubator.vector";

    @Test
    void bundlesExportWhatTheModulesExportToOneAnother() throws IOException {
        Set<String> names =
                BUNDLES.stream().map(bundle -> bundle.descriptor().name()).collect(Collectors.toSet());
        for (House bundle : BUNDLES) {
            Set<String> exported = new TreeSet<>();
            for (ModuleDescriptor.Exports exports : bundle.descriptor().exports()) {
                if (!exports.isQualified() || exports.targets().stream().anyMatch(names::contains)) {
                    exported.add(exports.source());
                }
            }
            assertEquals(exported, packages(bundle, "Export-Package"), bundle.toString());
            assertEquals(bundle.descriptor().name(), header(bundle, "Bundle-SymbolicName"));
        }
    }

    @Test
    void bundlesImportWhatTheirClassesUse() throws IOException {
        Set<String> all = new TreeSet<>();
        for (House bundle : BUNDLES) {
            Set<String> used = new TreeSet<>();
            for (ClassModel type : bundle.classes()) {
                for (PoolEntry entry : type.constantPool()) {
                    String text = entry instanceof ClassEntry name ? name.asInternalName()
                            : entry instanceof NameAndTypeEntry member ? member.type().stringValue()
                            : "";
                    for (Matcher found = TYPE.matcher(text); found.find();) {
                        used.add(found.group(1).replace('/', '.'));
                    }
                }
            }
            bundle.classes().forEach(type -> used.remove(type.thisClass().asSymbol().packageName()));
            used.removeIf(name -> name.startsWith("jdk.") && !name.equals(VECTORS));
            assertEquals(used, packages(bundle, "Import-Package"), bundle.toString());
            all.addAll(used);
        }
        assertTrue(all.contains(VECTORS) && all.size() > 15, all.toString());
        assertTrue(header(House.CORE, "Import-Package").contains(VECTORS + ";resolution:=optional"));
    }

    private static Set<String> packages(House bundle, String name) throws IOException {
        return PACKAGE.matcher(header(bundle, name).replaceAll("\"[^\"]*\"", "")).results()
                .map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String header(House bundle, String name) throws IOException {
        Matcher header = Pattern.compile("<" + name + ">(.*)</" + name + ">", Pattern.DOTALL)
                .matcher(Files.readString(bundle.folder().resolve("pom.xml")));
        assertTrue(header.find(), bundle + " has no " + name);
        return header.group(1).strip();
    }
}
