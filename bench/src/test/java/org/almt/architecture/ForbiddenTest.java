package org.almt.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which calls are forbidden in which modules, read from the class files. */
class ForbiddenTest {
    private static final String FUNCTIONS =
            "(exp|expm1|log|log10|log1p|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|cbrt|hypot)";

    /** A reference that some modules must not have. */
    enum Rule {
        INEXACT_MATH("java\\.lang\\.Math\\." + FUNCTIONS,
                "its bits change between interpreter and C2; use the engine's own, or StrictMath off the hot path",
                House.PRODUCT),
        INEXACT_LANES("(?i)jdk\\.incubator\\.vector\\.VectorOperators\\." + FUNCTIONS,
                "its bits change between machines; use the engine's own polynomials", House.PRODUCT),
        PARALLEL_STREAMS(".*\\.(parallelStream|parallel)",
                "the order of a sum would depend on the machine; use org.almt.core.parallel",
                House.PRODUCT),
        OTHER_RANDOMNESS(
                "java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom)"
                        + "|java\\.lang\\.Math\\.random|java\\.util\\.Collections\\.shuffle",
                "random numbers are counter-based, so that they do not depend on threads; use org.almt.core.random",
                House.PRODUCT),
        REFLECTION(
                "java\\.lang\\.reflect\\..*|java\\.lang\\.Class\\.(forName|newInstance"
                        + "|get(Declared)?(Method|Field|Constructor)s?)"
                        + "|java\\.lang\\.invoke\\.MethodHandles\\.(lookup|privateLookupIn)",
                "core, nn and features run where reflection is not allowed",
                List.of(House.CORE, House.NN, House.FEATURES)),
        OFF_HEAP(
                "sun\\.misc\\..*|jdk\\.internal\\..*|java\\.lang\\.foreign\\..*",
                "storage is float[] on the heap",
                List.of(House.CORE, House.NN)),
        OUTPUT("java\\.lang\\.System\\.out",
                "libraries do not print", List.of(House.CORE, House.NN, House.FEATURES));

        private final Pattern forbidden;
        private final String reason;
        private final List<House> where;

        Rule(String forbidden, String reason, List<House> where) {
            this.forbidden = Pattern.compile(forbidden);
            this.reason = reason;
            this.where = where;
        }

        List<String> brokenBy(ClassModel model) {
            return References.of(model).stream().filter(reference -> forbidden.matcher(reference).matches())
                    .map(reference -> References.name(model) + " uses " + reference + ": " + reason).toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noClassBreaks(Rule rule) {
        List<String> broken = new ArrayList<>();
        for (House module : rule.where) {
            module.classes().forEach(model -> broken.addAll(rule.brokenBy(model)));
        }
        assertEquals(List.of(), broken);
    }

    @ParameterizedTest
    @EnumSource
    void offenderIsSeenToBreak(Rule rule) {
        assertTrue(!rule.brokenBy(offender()).isEmpty(), rule + " does not see the offender");
    }

    /** Sums of floats go through the fixed tree of 16 lanes; the largest and the smallest have no order. */
    @Test
    void floatLanesAreOnlyReducedToMaximumOrMinimum() {
        List<String> reductions = new ArrayList<>();
        House.CORE.classes().forEach(model -> reductions.addAll(References.floatReductions(model)));
        reductions.removeAll(Set.of("MAX", "MIN"));
        assertEquals(List.of(), reductions);
        assertEquals(List.of("ADD"), References.floatReductions(offender()));
    }

    @Test
    void onlyOnePackageTouchesTheVectorModule() {
        List<String> touching = new ArrayList<>();
        for (House module : House.PRODUCT) {
            module.classes().stream().filter(model -> !model.isModuleInfo())
                    .filter(model -> References.mention(model, "jdk.incubator.vector")).map(References::name)
                    .filter(name -> !name.startsWith("org.almt.core.kernel.simd.")).forEach(touching::add);
        }
        assertEquals(List.of(), touching);
        assertTrue(References.mention(offender(), "jdk.incubator.vector"));
    }

    private static ClassModel offender() {
        return House.read(House.file("bench/target/test-classes").resolve(
                Path.of(Offender.class.getName().replace('.', '/') + ".class")));
    }
}
