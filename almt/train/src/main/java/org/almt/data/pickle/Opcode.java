package org.almt.data.pickle;

import java.util.Map;

/** The opcodes that feature files use, and the names of the others for messages. */
enum Opcode {
    // the stream itself
    PROTO(0x80),
    FRAME(0x95),
    STOP('.'),
    // the stack and the memo
    MARK('('),
    MEMOIZE(0x94),
    BINPUT('q'),
    LONG_BINPUT('r'),
    BINGET('h'),
    LONG_BINGET('j'),
    // constants and numbers
    NONE('N'),
    NEWTRUE(0x88),
    NEWFALSE(0x89),
    BININT('J'),
    BININT1('K'),
    BININT2('M'),
    LONG1(0x8a),
    BINFLOAT('G'),
    // text and bytes
    SHORT_BINUNICODE(0x8c),
    BINUNICODE('X'),
    SHORT_BINBYTES('C'),
    BINBYTES('B'),
    BINBYTES8(0x8e),
    BYTEARRAY8(0x96),
    // Python 2's strings: bytes
    SHORT_BINSTRING('U'),
    BINSTRING('T'),
    // lists and dictionaries
    EMPTY_LIST(']'),
    APPEND('a'),
    APPENDS('e'),
    EMPTY_DICT('}'),
    SETITEM('s'),
    SETITEMS('u'),
    // tuples
    EMPTY_TUPLE(')'),
    TUPLE1(0x85),
    TUPLE2(0x86),
    TUPLE3(0x87),
    TUPLE('t'),
    // objects
    GLOBAL('c'),
    STACK_GLOBAL(0x93),
    REDUCE('R'),
    BUILD('b');

    private static final Opcode[] BY_CODE = new Opcode[256];

    private static final Map<Integer, String> REFUSED = Map.ofEntries(
            Map.entry((int) 'i', "INST"), Map.entry((int) 'o', "OBJ"), Map.entry(0x81, "NEWOBJ"),
            Map.entry(0x92, "NEWOBJ_EX"), Map.entry(0x82, "EXT1"), Map.entry(0x83, "EXT2"), Map.entry(0x84, "EXT4"),
            Map.entry((int) 'P', "PERSID"), Map.entry((int) 'Q', "BINPERSID"), Map.entry((int) '0', "POP"),
            Map.entry((int) '1', "POP_MARK"), Map.entry((int) '2', "DUP"), Map.entry(0x97, "NEXT_BUFFER"),
            Map.entry(0x98, "READONLY_BUFFER"), Map.entry(0x8f, "EMPTY_SET"), Map.entry(0x90, "ADDITEMS"),
            Map.entry(0x91, "FROZENSET"), Map.entry(0x8b, "LONG4"), Map.entry(0x8d, "BINUNICODE8"),
            Map.entry((int) 'I', "INT"),
            Map.entry((int) 'L', "LONG"), Map.entry((int) 'F', "FLOAT"), Map.entry((int) 'S', "STRING"),
            Map.entry((int) 'V', "UNICODE"), Map.entry((int) 'd', "DICT"), Map.entry((int) 'l', "LIST"),
            Map.entry((int) 'p', "PUT"), Map.entry((int) 'g', "GET"));

    static {
        for (Opcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    /** The opcode of a byte; null if it is not accepted. */
    static Opcode of(int code) {
        return BY_CODE[code];
    }

    /** The name and number of an opcode that is not accepted. */
    static String refusedName(int code) {
        return REFUSED.getOrDefault(code, "unknown") + String.format(" (0x%02x)", code);
    }
}
