package org.almt.nn;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.almt.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Finds layers, and leaves that want gradients, that a layer keeps in a field and has not registered: handed to its
 * constructor, made later, or asked for gradients later. {@link Construction} finds what the constructor itself makes.
 *
 * <p>Fields that are transient are no parts, such as the teacher of a model that is distilled. Neither are fields that
 * reflection cannot reach, since their module is not open to this one.
 */
final class FieldParts {
    /** Registered parameters of all layers, by identity. */
    private static final Set<Tensor> REGISTERED =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            List<Field> fields = new ArrayList<>();
            for (Class<?> each = type; each != Layer.class && each != null; each = each.getSuperclass()) {
                Arrays.stream(each.getDeclaredFields()).filter(FieldParts::mayHoldParts)
                        .filter(AccessibleObject::trySetAccessible).forEach(fields::add);
            }
            return fields;
        }
    };

    private FieldParts() {}

    private static boolean mayHoldParts(Field field) {
        int modifiers = field.getModifiers();
        return !Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers) && !field.isSynthetic()
                && !field.getType().isPrimitive();
    }

    static void register(Tensor parameter) {
        REGISTERED.add(parameter);
    }

    /**
     * Refuses what the fields of a layer hold and nobody registered.
     *
     * @throws IllegalStateException naming the layer and the field
     */
    static void requireRegistered(Layer layer) {
        for (Field field : FIELDS.get(layer.getClass())) {
            try {
                look(layer, field.getName(), field.get(layer));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("it was made accessible", e);
            }
        }
    }

    private static void look(Layer layer, String field, @Nullable Object value) {
        if (value instanceof Layer part) {
            if (!part.hasPlace() && !part.isAbove(layer)) {
                throw new IllegalStateException(layer.described() + ": its field '" + field + "' holds " + part
                        + ", which is not registered, so that nothing would train it; write child(\"" + field
                        + "\", ...) around it, or make the field transient if it is no part of the layer");
            }
        } else if (value instanceof Tensor leaf) {
            if (leaf.requiresGrad() && leaf.isLeaf() && !REGISTERED.contains(leaf)) {
                throw new IllegalStateException(layer.described() + ": its field '" + field + "' holds a tensor "
                        + leaf.shape() + " that wants gradients and is not registered, so that nothing would train it;"
                        + " write parameter(\"" + field + "\", initialiser, sizes), or make the field transient if it"
                        + " is no part of the layer");
            }
        } else if (value instanceof List<?> list) {
            list.forEach(each -> look(layer, field, each));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(each -> look(layer, field, each));
        } else if (value instanceof Object[] array) {
            Arrays.asList(array).forEach(each -> look(layer, field, each));
        }
    }
}
