package org.almt.data.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.almt.io.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * The only names that a pickle may call. NumPy 1 and 2 write them for arrays, element types and scalars, Python for
 * bytes in protocol 2 and for dictionaries of its collections. Each is a few lines here that build a description. No
 * name is looked up or executed.
 */
enum Constructor implements PickleValue {
    /** {@code _reconstruct(ndarray, (0,), b'b')}: creates an array that BUILD fills later. */
    RECONSTRUCT("_reconstruct", "numpy.core.multiarray", "numpy._core.multiarray") {
        @Override
        PickleValue call(List<PickleValue> args) throws Misuse {
            need(args.size() == 3 && args.getFirst() == NDARRAY);
            return new NdArray();
        }
    },
    /** {@code _frombuffer(bytes, dtype, shape, order)}: a whole array, protocol 5. */
    FROMBUFFER("_frombuffer", "numpy.core.numeric", "numpy._core.numeric") {
        @Override
        PickleValue call(List<PickleValue> args) throws Misuse {
            need(args.size() == 4 && args.get(0) instanceof Payload && args.get(1) instanceof NumpyType
                    && args.get(2) instanceof Sequence && args.get(3) instanceof Text);
            String order = ((Text) args.get(3)).value();
            need("C".equals(order) || "F".equals(order));
            NdArray array = new NdArray();
            fill(array, (NumpyType) args.get(1), (Sequence) args.get(2), "F".equals(order), args.get(0));
            return array;
        }
    },
    /** {@code scalar(dtype, bytes)}: one NumPy number or string. */
    SCALAR("scalar", "numpy.core.multiarray", "numpy._core.multiarray") {
        @Override
        PickleValue call(List<PickleValue> args) throws Misuse {
            need(args.size() == 2 && args.getFirst() instanceof NumpyType);
            NumpyType type = (NumpyType) args.getFirst();
            if (!(args.getLast() instanceof Payload bytes) || !type.isNumeric() && !type.isText()) {
                return new Unread("NumPy scalar of type " + type);
            }
            need(bytes.length() == type.itemSize() && bytes.held() != null);
            return scalar(type, given(bytes.held()));
        }
    },
    /** The class of arrays, which occurs only as an argument of {@link #RECONSTRUCT}. */
    NDARRAY("ndarray", "numpy") {
        @Override
        PickleValue call(List<PickleValue> args) throws Misuse {
            throw new Misuse("numpy.ndarray is called directly, which NumPy's own files never do");
        }
    },
    /** {@code dtype('f4', False, True)}. */
    DTYPE("dtype", "numpy") {
        @Override
        PickleValue call(List<PickleValue> args) throws Misuse {
            need(!args.isEmpty() && args.size() <= 3);
            String text = given(textOf(args.getFirst()));
            NumpyType type = NumpyType.parse(text);
            if (type == null) {
                throw new Misuse("the element type '" + PrintableText.text(text) + "' is not one of NumPy's");
            }
            return type;
        }
    },
    /** {@code encode(text, 'latin1')}: bytes in protocol 2. */
    ENCODE("encode", "_codecs") {
        @Override
        PickleValue call(List<PickleValue> args) throws Misuse {
            need(args.size() == 2 && args.getFirst() instanceof Text && args.getLast() instanceof Text codec
                    && "latin1".equals(codec.value()));
            Text text = (Text) args.getFirst();
            need(text.offset() > 0);
            byte[] held = null;
            if (text.value() != null) {
                need(text.value().chars().allMatch(c -> c < 256));
                held = text.value().getBytes(StandardCharsets.ISO_8859_1);
            }
            return new Payload(text.offset(), text.stored(), text.points(), true, held);
        }
    },
    /** {@code bytes()}: empty bytes in protocol 2, as in an array without elements. */
    BYTES("bytes", "__builtin__") {
        @Override
        PickleValue call(List<PickleValue> args) throws Misuse {
            need(args.isEmpty());
            return new Payload(0, 0, 0, false, new byte[0]);
        }
    },
    /** {@code OrderedDict()}; Python 2 writes it with a list of pairs. */
    ORDERED_DICT("OrderedDict", "collections") {
        @Override
        PickleValue call(List<PickleValue> args) throws Misuse {
            need(args.isEmpty() || args.size() == 1 && args.getFirst() instanceof Sequence);
            Dict dict = new Dict();
            if (!args.isEmpty()) {
                for (PickleValue pair : ((Sequence) args.getFirst()).items()) {
                    need(pair instanceof Sequence two && two.size() == 2
                            && dict.add(given(textOf(two.items().getFirst())), two.items().getLast()));
                }
            }
            return dict;
        }
    },
    /** {@code defaultdict(dict)}: its factory is never called. */
    DEFAULT_DICT("defaultdict", "collections") {
        @Override
        PickleValue call(List<PickleValue> args) throws Misuse {
            need(args.isEmpty() || args.size() == 1
                    && (args.getFirst() == None.NONE || args.getFirst() instanceof Constructor));
            return new Dict();
        }
    },
    /** The class of dictionaries. */
    DICT("dict", "builtins", "__builtin__") {
        @Override
        PickleValue call(List<PickleValue> args) throws Misuse {
            need(args.isEmpty());
            return new Dict();
        }
    },
    /** The class of lists, which occurs only as the factory of a {@link #DEFAULT_DICT}. */
    LIST("list", "builtins", "__builtin__") {
        @Override
        PickleValue call(List<PickleValue> args) throws Misuse {
            need(args.isEmpty());
            return Sequence.emptyList();
        }
    };

    /** Thrown for a call that NumPy's own files never contain. */
    static final class Misuse extends Exception {
        private static final long serialVersionUID = 1;

        Misuse(String message) {
            super(message, null, false, false);
        }
    }

    private final String name;
    private final List<String> modules;

    Constructor(String name, String... modules) {
        this.name = name;
        this.modules = List.of(modules);
    }

    /** Builds a description of the object that Python would build. */
    abstract PickleValue call(List<PickleValue> args) throws Misuse;

    /** The constructor with that name; null if there is none, and the file must then be refused. */
    static @Nullable Constructor find(String module, String name) {
        for (Constructor constructor : values()) {
            if (constructor.name.equals(name) && constructor.modules.contains(module)) {
                return constructor;
            }
        }
        return null;
    }

    @Override
    public String kind() {
        return modules.getFirst() + "." + name;
    }

    /** Applies BUILD's state of an array: {@code (version, shape, dtype, fortran, data)}. */
    static void build(NdArray array, PickleValue state) throws Misuse {
        if (array.isBuilt() || !(state instanceof Sequence s) || s.size() != 5
                || !(s.items().get(1) instanceof Sequence shape) || !(s.items().get(2) instanceof NumpyType type)
                || !(s.items().get(3) instanceof Bool fortran)) {
            throw new Misuse("the state of an array is not (version, shape, dtype, fortran, data)");
        }
        fill(array, type, shape, fortran.value(), s.items().get(4));
    }

    /** Applies BUILD's state of an element type: {@code (version, byte order, subdtype, names, fields, …)}. */
    static void build(NumpyType type, PickleValue state) throws Misuse {
        String order = state instanceof Sequence s && s.size() >= 5 ? textOf(s.items().get(1)) : null;
        if (order == null || order.length() != 1 || "<>|=".indexOf(order) < 0 || !(state instanceof Sequence s)) {
            throw new Misuse("the state of an element type is not (version, byte order, …)");
        }
        boolean fields = s.items().subList(2, 5).stream().anyMatch(part -> part != None.NONE);
        type.build(order.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, fields);
    }

    /** A string, which Python 2 writes as bytes; null for anything else. */
    private static @Nullable String textOf(PickleValue value) {
        return value instanceof Text text ? text.value() : value instanceof Payload bytes ? bytes.text() : null;
    }

    private static void fill(NdArray array, NumpyType type, Sequence shape, boolean fortran, PickleValue content)
            throws Misuse {
        String problem = array.build(type, shape.items(), fortran, content);
        if (problem != null) {
            throw new Misuse(problem);
        }
    }

    private static PickleValue scalar(NumpyType type, byte[] bytes) throws Misuse {
        if (type.isText()) {
            String text = FixedText.decode(type, bytes, 0);
            if (text == null) {
                throw new Misuse("a NumPy string that is not valid text");
            }
            return new Text(text, 0, 0, text.codePointCount(0, text.length()));
        }
        ByteBuffer b = ByteBuffer.wrap(bytes).order(type.order());
        boolean unsigned = type.code() == 'u';
        return switch (type.code()) {
            case 'b' -> new Bool(bytes[0] != 0);
            case 'f' -> new Real(switch (bytes.length) {
                case 2 -> Float.float16ToFloat(b.getShort());
                case 4 -> b.getFloat();
                default -> b.getDouble();
            });
            default -> new Int(switch (bytes.length) {
                case 1 -> unsigned ? bytes[0] & 0xff : bytes[0];
                case 2 -> unsigned ? b.getShort() & 0xffff : b.getShort();
                case 4 -> unsigned ? b.getInt() & 0xffffffffL : b.getInt();
                default -> b.getLong();
            });
        };
    }

    private static void need(boolean condition) throws Misuse {
        if (!condition) {
            throw new Misuse("arguments that NumPy's own files never contain");
        }
    }

    /** The same for an argument that may be absent. */
    private static <T> T given(@Nullable T argument) throws Misuse {
        if (argument == null) {
            throw new Misuse("arguments that NumPy's own files never contain");
        }
        return argument;
    }
}
