package org.almt.architecture;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The references of a class file. */
final class References {
    private References() {}

    /**
     * Classes such as {@code java.lang.Math}. Fields and methods, called or referred to by {@code ::}, such as {@code
     * java.lang.Math.exp}.
     */
    static Set<String> of(ClassModel model) {
        Set<String> found = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type -> found.add(dotted(type.asInternalName()));
                case MemberRefEntry member ->
                    found.add(dotted(member.owner().asInternalName()) + "." + member.name().stringValue());
                default -> {}
            }
        }
        return found;
    }

    /** Whether the package occurs anywhere, types of fields and parameters included. */
    static boolean mention(ClassModel model, String packageName) {
        String name = packageName.replace('.', '/') + "/";
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof Utf8Entry text && text.stringValue().contains(name)) {
                return true;
            }
        }
        return false;
    }

    /** The operators that float vectors are reduced with across their lanes, for example {@code MAX}. */
    static List<String> floatReductions(ClassModel model) {
        List<String> operators = new ArrayList<>();
        for (MethodModel method : model.methods()) {
            method.code().ifPresent(code -> addFloatReductions(code, operators));
        }
        return operators;
    }

    private static void addFloatReductions(CodeModel code, List<String> operators) {
        String operator = "none";
        for (CodeElement element : code) {
            if (element instanceof FieldInstruction field
                    && field.owner().asInternalName().equals("jdk/incubator/vector/VectorOperators")) {
                operator = field.name().stringValue();
            } else if (element instanceof InvokeInstruction call && call.name().stringValue().equals("reduceLanes")
                    && call.owner().asInternalName().equals("jdk/incubator/vector/FloatVector")) {
                operators.add(operator);
            }
        }
    }

    static String name(ClassModel model) {
        return dotted(model.thisClass().asInternalName());
    }

    private static String dotted(String internalName) {
        return internalName.replace('/', '.');
    }
}
