package org.almt.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassModel;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The arrows between modules, from the command line down to core, and nothing back. */
class ModulesTest {
    @Test
    void coreUsesTheJdkOnly() {
        assertEquals(Set.of("java.base", "jdk.incubator.vector"), required(House.CORE));
    }

    @Test
    void theVectorModuleIsOptional() {
        ModuleDescriptor.Requires vector = House.CORE.descriptor().requires().stream()
                .filter(required -> required.name().equals("jdk.incubator.vector")).findFirst().orElseThrow();
        assertTrue(vector.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC));
    }

    @Test
    void nnUsesCoreAlone() {
        assertWithin(Set.of("java.base", "org.almt.core"), required(House.NN));
    }

    @Test
    void predictionUsesCoreAndNnAlone() {
        assertWithin(Set.of("java.base", "org.almt.core", "org.almt.nn"), required(House.PREDICT));
    }

    @Test
    void trainingUsesPredictionAndTheCsvLibrary() {
        assertWithin(Set.of("java.base", "org.almt", "org.almt.features", "de.siegmar.fastcsv"), required(House.TRAIN));
    }

    @Test
    void studiesUseTrainingAndTheCsvLibrary() {
        assertWithin(Set.of("java.base", "org.almt.train", "de.siegmar.fastcsv"), required(House.STUDY));
    }

    @Test
    void theCommandLineUsesStudiesAndItsLibrary() {
        assertWithin(Set.of("java.base", "org.almt.study", "info.picocli"), required(House.CLI));
    }

    @Test
    void featuresUseTwoReadersOfTextAlone() {
        assertWithin(Set.of("java.base", "com.fasterxml.jackson.core", "de.siegmar.fastcsv"), required(House.FEATURES));
    }

    @Test
    void testDataStandsAlone() {
        assertEquals(Set.of("java.base"), required(House.TESTS_DATA));
    }

    /** The main class path holds more than the module says, so the classes are looked at too. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TESTS_DATA")
    void nothingOutsideTestsUsesTestData(House module) {
        List<String> users = new ArrayList<>();
        for (ClassModel model : module.classes()) {
            if (References.mention(model, "org.almt.testsdata")) {
                users.add(References.name(model));
            }
        }
        assertEquals(List.of(), users);
    }

    /** Without the annotations that only the compiler reads. */
    private static Set<String> required(House module) {
        return module.descriptor().requires().stream().filter(required -> !isOfTheCompiler(required))
                .map(ModuleDescriptor.Requires::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isOfTheCompiler(ModuleDescriptor.Requires required) {
        return required.name().equals("org.jspecify")
                && required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC);
    }

    private static void assertWithin(Set<String> allowed, Set<String> required) {
        Set<String> others = new TreeSet<>(required);
        others.removeAll(allowed);
        assertEquals(Set.of(), others);
    }
}
