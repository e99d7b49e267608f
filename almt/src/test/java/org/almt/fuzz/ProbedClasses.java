package org.almt.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;

/** Loads the classes of this project once more, those of the program with a count at each branch. */
final class ProbedClasses extends ClassLoader {
    private static final String OURS = "org.almt.";
    private static final ClassDesc PROBES = ClassDesc.of("org.almt.fuzz.Probes");
    private static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();

    private final ClassFile format = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG,
            ClassFile.LineNumbersOption.PASS_LINE_NUMBERS, ClassFile.ClassHierarchyResolverOption.of(
                    ClassHierarchyResolver.ofResourceParsing(getParent())));

    ProbedClasses() {
        super("probed", ProbedClasses.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            boolean again = name.startsWith(OURS) && !name.equals(Probes.class.getName());
            return again ? findClass(name) : super.loadClass(name, resolve);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            byte[] defined = name.startsWith("org.almt.fuzz.") || name.startsWith("org.almt.testsdata.")
                    ? bytes
                    : probed(bytes);
            return defineClass(name, defined, 0, defined.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] probed(byte... bytes) {
        return format.transformClass(format.parse(bytes), ClassTransform.transformingMethodBodies(new CodeTransform() {
            @Override
            public void atStart(CodeBuilder code) {
                probe(code);
            }

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                code.with(element);
                boolean branches = element instanceof BranchInstruction branch && branch.opcode() != Opcode.GOTO
                        && branch.opcode() != Opcode.GOTO_W;
                if (branches || element instanceof LabelTarget) {
                    probe(code);
                }
            }
        }));
    }

    /** {@code Probes.COUNTS[n]++} */
    private static void probe(CodeBuilder code) {
        code.getstatic(PROBES, "COUNTS", BYTES).loadConstant(Probes.add()).dup2().baload().iconst_1().iadd().i2b()
                .bastore();
    }
}
