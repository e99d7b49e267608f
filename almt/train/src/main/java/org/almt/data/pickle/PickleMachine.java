package org.almt.data.pickle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.almt.data.pickle.PickleValue.Bool;
import org.almt.data.pickle.PickleValue.Dict;
import org.almt.data.pickle.PickleValue.Int;
import org.almt.data.pickle.PickleValue.None;
import org.almt.data.pickle.PickleValue.Real;
import org.almt.data.pickle.PickleValue.Sequence;
import org.almt.data.pickle.PickleValue.Text;
import org.almt.io.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * The stack machine of a pickle. Values are pushed, grouped into containers from the last mark upwards, and stored by
 * number in the memo. The one value left at STOP is the file's content. The machine does not recurse: nesting costs
 * memory of the {@link Budget}, but no Java stack.
 */
final class PickleMachine {
    /** Strings and bytes up to this length are stored in memory. Longer ones remain in the file. */
    static final int HELD = 1 << 16;

    private static final int NAME_LIMIT = 200;

    private final PickleInput in;
    private final Budget budget;
    private final ArrayList<PickleValue> stack = new ArrayList<>();
    private final Map<Long, PickleValue> memo = new HashMap<>();
    private int[] marks = new int[16];
    /** The number of arrays that are created but have no contents yet. */
    private int unbuilt;
    private int markCount;
    private int protocol;
    private long opcodeOffset;

    PickleMachine(PickleInput in, Budget budget) {
        this.in = in;
        this.budget = budget;
    }

    int protocol() {
        return protocol;
    }

    /** Runs up to STOP, which must be the last byte. */
    PickleValue run() throws IOException {
        if (in.atEnd()) {
            throw in.error("the file is empty");
        }
        if (in.u1() != 0x80) {
            throw in.errorAt(0,
                    "not a pickle of protocol 2 to 5, which begins with the byte 0x80; save it in Python with"
                            + " pickle.dump(data, file, protocol=4)");
        }
        protocol = in.u1();
        if (protocol < 2 || protocol > 5) {
            throw in.errorAt(0, "pickle protocol " + protocol + "; protocols 2 to 5 can be read");
        }
        while (true) {
            opcodeOffset = in.offset();
            int code = in.u1();
            Opcode opcode = Opcode.of(code);
            if (opcode == null) {
                throw refused("opcode " + Opcode.refusedName(code) + " never occurs in feature files and is refused");
            }
            budget.charge(Budget.PER_OPCODE, in);
            if (opcode == Opcode.STOP) {
                return result();
            }
            step(opcode);
        }
    }

    private PickleValue result() throws IOException {
        if (stack.size() != 1 || markCount != 0) {
            throw refused("the pickle stops with " + stack.size() + " values instead of one");
        }
        if (!in.atEnd()) {
            throw in.error("more bytes follow the end of the pickle");
        }
        if (in.frameEnd() > in.offset()) {
            throw in.error("a frame ends at byte " + in.frameEnd() + ", after the end of the pickle");
        }
        if (unbuilt > 0) {
            throw in.error("the pickle creates an array but never fills it");
        }
        return stack.getFirst();
    }

    private void step(Opcode opcode) throws IOException {
        switch (opcode) {
            case PROTO -> throw refused("a second protocol header");
            case FRAME -> in.frame(in.i8());
            case STOP -> throw new AssertionError(opcode);
            case MARK -> mark();
            case MEMOIZE -> memo.put((long) memo.size(), keep(top(), 64));
            case BINPUT -> memo.put((long) in.u1(), keep(top(), 64));
            case LONG_BINPUT -> memo.put(in.u4(), keep(top(), 64));
            case BINGET -> push(remembered(in.u1()));
            case LONG_BINGET -> push(remembered(in.u4()));
            case NONE -> push(None.NONE);
            case NEWTRUE -> push(new Bool(true));
            case NEWFALSE -> push(new Bool(false));
            case BININT -> push(keep(new Int(in.i4()), 24));
            case BININT1 -> push(keep(new Int(in.u1()), 24));
            case BININT2 -> push(keep(new Int(in.u2()), 24));
            case LONG1 -> push(keep(new Int(longValue()), 24));
            case BINFLOAT -> push(keep(new Real(in.f8()), 24));
            case SHORT_BINUNICODE -> push(text(in.u1()));
            case BINUNICODE -> push(text(in.u4()));
            case SHORT_BINBYTES, SHORT_BINSTRING -> push(payload(in.u1()));
            case BINSTRING -> push(payload(in.i4()));
            case BINBYTES -> push(payload(in.u4()));
            case BINBYTES8, BYTEARRAY8 -> push(payload(in.i8()));
            case EMPTY_LIST -> push(keep(Sequence.emptyList(), Budget.PER_OBJECT));
            case APPEND -> append(List.of(pop()));
            case APPENDS -> append(popToMark());
            case EMPTY_DICT -> push(keep(new Dict(), Budget.PER_OBJECT));
            case SETITEM -> {
                PickleValue value = pop();
                setItems(List.of(pop(), value));
            }
            case SETITEMS -> setItems(popToMark());
            case EMPTY_TUPLE -> tuple(List.of());
            case TUPLE1 -> tuple(popMany(1));
            case TUPLE2 -> tuple(popMany(2));
            case TUPLE3 -> tuple(popMany(3));
            case TUPLE -> tuple(popToMark());
            case GLOBAL -> {
                String module = in.line(NAME_LIMIT);
                push(constructor(module, in.line(NAME_LIMIT)));
            }
            case STACK_GLOBAL -> {
                String name = name(pop());
                push(constructor(name(pop()), name));
            }
            case REDUCE -> reduce();
            case BUILD -> build();
        }
    }

    private void push(PickleValue value) {
        stack.add(value);
    }

    /** Charges a value to the budget before it is stored. */
    private PickleValue keep(PickleValue value, long bytes) throws PickleException {
        budget.charge(bytes, in);
        return value;
    }

    private int floor() {
        return markCount == 0 ? 0 : marks[markCount - 1];
    }

    private PickleValue top() throws PickleException {
        if (stack.size() == floor()) {
            throw refused("a value is needed, but the stack has none");
        }
        return stack.getLast();
    }

    private PickleValue pop() throws PickleException {
        PickleValue value = top();
        stack.removeLast();
        return value;
    }

    private List<PickleValue> popMany(int count) throws PickleException {
        if (stack.size() - count < floor()) {
            throw refused(count + " values are needed, but the stack has fewer");
        }
        return popFrom(stack.size() - count);
    }

    private List<PickleValue> popToMark() throws PickleException {
        if (markCount == 0) {
            throw refused("a mark is needed, but the stack has none");
        }
        return popFrom(marks[--markCount]);
    }

    private List<PickleValue> popFrom(int from) throws PickleException {
        List<PickleValue> tail = stack.subList(from, stack.size());
        List<PickleValue> values = List.copyOf(tail);
        tail.clear();
        return values;
    }

    private void mark() {
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, 2 * markCount);
        }
        marks[markCount++] = stack.size();
    }

    private PickleValue remembered(long number) throws PickleException {
        PickleValue value = memo.get(number);
        if (value == null) {
            throw refused("memo entry " + number + " does not exist");
        }
        return value;
    }

    private long longValue() throws IOException {
        int length = in.u1();
        if (length > 8) {
            throw refused("an integer of " + length + " bytes; at most 8 can be read");
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (long) in.u1() << 8 * i;
        }
        int unused = 64 - 8 * length;
        return length == 0 ? 0 : value << unused >> unused;
    }

    private PickleValue text(long stored) throws IOException {
        long offset = in.offset();
        if (stored > HELD) {
            budget.charge(Budget.PER_OBJECT, in);
            return new Text(null, offset, stored, in.skipText(stored));
        }
        budget.charge(Budget.PER_OBJECT + 2 * stored, in);
        String value = in.text((int) stored);
        return new Text(value, offset, stored, value.codePointCount(0, value.length()));
    }

    private PickleValue payload(long length) throws IOException {
        if (length < 0) {
            throw refused("a value of " + Long.toUnsignedString(length) + " bytes is announced");
        }
        long offset = in.offset();
        if (length > HELD) {
            budget.charge(Budget.PER_OBJECT, in);
            in.skip(length);
            return new Payload(offset, length, length, false, null);
        }
        budget.charge(Budget.PER_OBJECT + length, in);
        return new Payload(offset, length, length, false, in.bytes((int) length));
    }

    private void tuple(List<PickleValue> items) throws PickleException {
        push(keep(new Sequence(true, items), Budget.PER_OBJECT));
    }

    private void append(List<PickleValue> items) throws PickleException {
        if (!(top() instanceof Sequence list) || list.isTuple()) {
            throw refused("values are appended to a " + top().kind());
        }
        list.append(items);
    }

    private void setItems(List<PickleValue> pairs) throws PickleException {
        if (!(top() instanceof Dict dict) || pairs.size() % 2 != 0) {
            throw refused("keys and values are put into a " + top().kind());
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            String key = switch (pairs.get(i)) {
                case Text text when text.value() != null -> text.value();
                case Payload bytes when bytes.text() != null -> bytes.text();
                case Int number -> Long.toString(number.value());
                case Real number -> Double.toString(number.value());
                case Bool bool -> bool.value() ? "True" : "False";
                case None none -> none.kind();
                default -> throw refused("a " + pairs.get(i).kind() + " as the key of a dictionary");
            };
            budget.charge(64, in);
            if (!dict.add(key, pairs.get(i + 1))) {
                throw refused("the key '" + PrintableText.text(key) + "' appears twice in a dictionary");
            }
        }
    }

    private static String name(PickleValue value) {
        return value instanceof Text text && text.value() != null ? text.value() : "(" + value.kind() + ")";
    }

    private PickleValue constructor(String module, String name) throws PickleException {
        Constructor constructor = Constructor.find(module, name);
        if (constructor == null) {
            throw refused("the file asks for '" + PrintableText.text(module) + "." + PrintableText.text(name)
                    + "', which is neither a constructor of NumPy arrays nor a dictionary and is refused; save arrays,"
                    + " lists and dictionaries alone");
        }
        return constructor;
    }

    private void reduce() throws PickleException {
        PickleValue args = pop();
        PickleValue callee = pop();
        if (!(callee instanceof Constructor constructor) || !(args instanceof Sequence list) || !list.isTuple()) {
            throw refused("a " + callee.kind() + " is called with a " + args.kind());
        }
        try {
            PickleValue made = constructor.call(list.items());
            unbuilt += made instanceof NdArray array && !array.isBuilt() ? 1 : 0;
            push(keep(made, Budget.PER_OBJECT));
        } catch (Constructor.Misuse e) {
            throw refused(constructor.kind() + ": " + e.getMessage());
        }
    }

    private void build() throws PickleException {
        PickleValue state = pop();
        PickleValue target = top();
        try {
            switch (target) {
                case NdArray array -> {
                    Constructor.build(array, state);
                    unbuilt--;
                }
                case NumpyType type -> Constructor.build(type, state);
                default -> throw refused("state is set on a " + target.kind());
            }
        } catch (Constructor.Misuse e) {
            throw refused(e.getMessage());
        }
    }

    private PickleException refused(@Nullable String problem) {
        return in.errorAt(opcodeOffset, problem + "; nothing in the file was executed");
    }
}
