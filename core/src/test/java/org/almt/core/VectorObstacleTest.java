package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.almt.core.kernel.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On virtual machines that would make vectors slow, plain kernels run unless a width is requested. */
class VectorObstacleTest {
    @TempDir
    private Path folder;

    /** Prints the kernels that are chosen, and the hint. */
    static final class Chosen {
        private Chosen() {}

        public static void main(String[] args) {
            System.out.println(KernelChoice.fromProperty().name() + "\n" + KernelChoice.hint().orElse("no hint"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:CompilationMode=quick-only"})
    void withoutC2PlainKernelsRunAndSayWhy(String flag) throws Exception {
        String[] printed = ChildJvm.run(List.of(ChildJvm.VECTOR_API, flag), Chosen.class);
        assertEquals("plain", printed[0]);
        assertTrue(printed[1].contains(flag.equals("-Xint") ? "-Xint" : "C2"), printed[1]);
        assertTrue(printed[1].contains("same to the bit"), printed[1]);
    }

    /** This JDK has no such compiler, but the interface for one. */
    @Test
    void underJvmciPlainKernelsRun() throws Exception {
        String[] printed = ChildJvm.run(
                List.of(ChildJvm.VECTOR_API, "-XX:+UnlockExperimentalVMOptions", "-XX:+EnableJVMCI"), Chosen.class);
        assertEquals("plain", printed[0]);
        assertTrue(printed[1].contains("-XX:+EnableJVMCI"), printed[1]);
    }

    /**
     * A Vector API with an empty class of vectors, like that of another Java version that lacks the methods used here.
     */
    @Test
    void anotherVectorApiRunsPlainKernels() throws Exception {
        Path source = Files.writeString(Files.createDirectories(folder.resolve("source")).resolve("FloatVector.java"),
                "package jdk.incubator.vector; public abstract class FloatVector {}");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        String patch = "jdk.incubator.vector=";
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, OutputStream.nullOutputStream(),
                "--patch-module", patch + source.getParent(), "-d", classes.toString(), source.toString()));
        String[] printed = ChildJvm.run(
                List.of(ChildJvm.VECTOR_API, "--patch-module", patch + classes), Chosen.class);
        assertEquals("plain", printed[0]);
        assertTrue(printed[1].contains("another one than that of Java 17 to 25"), printed[1]);
    }

    @Test
    void aRequestedWidthRunsNevertheless() throws Exception {
        String[] printed = ChildJvm.run(
                List.of(ChildJvm.VECTOR_API, "-XX:TieredStopAtLevel=1", "-Dalmt.simd=128"), Chosen.class);
        assertEquals("simd-128", printed[0]);
        assertEquals("no hint", printed[1]);
    }

    /** The values that these machines print with {@code java -XshowSettings:properties -version}. */
    @ParameterizedTest
    @CsvSource({
            "OpenJDK 64-Bit Server VM, 'mixed mode, sharing', Temurin-25.0.3+9, ",
            "OpenJDK 64-Bit Server VM, 'compiled mode, sharing', , ",
            "OpenJDK 64-Bit Server VM, 'mixed mode, emulated-client, sharing', Temurin-25.0.3+9, TieredStopAtLevel=1",
            "OpenJDK 64-Bit Server VM, 'interpreted mode, sharing', Temurin-25.0.3+9, -Xint",
            "Java HotSpot(TM) 64-Bit Server VM, 'mixed mode, sharing', Oracle GraalVM 25+37.1, GraalVM",
            "OpenJDK Client VM, mixed mode, , 'OpenJDK Client VM'",
            "Eclipse OpenJ9 VM, 'JRE 25 Linux amd64-64-Bit Compressed References', , OpenJ9",
            "Substrate VM, static mode, GraalVM CE 25+37.1, GraalVM"})
    void whatPropertiesSay(String machine, String mode, String vendor, String expected) {
        Map<String, String> properties = Map.of("java.vm.name", machine, "java.vm.info", mode,
                "java.vendor.version", vendor == null ? "" : vendor);
        Optional<String> obstacle = VectorObstacle.of(properties::get, false);
        assertEquals(expected != null, obstacle.isPresent(), () -> "" + obstacle);
        obstacle.ifPresent(text -> assertTrue(text.contains(expected) && text.contains("almt.simd"), text));
    }
}
