package org.almt.data.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile, damaged and enormous pickles end in one sentence, without execution and in bounded memory. */
class PickleMachineTest {
    private static final long SMALL = 4 << 20;

    private static PickleValue read(InputStream in) throws IOException {
        return new PickleMachine(new PickleInput(in, "x.pkl", -1), new Budget(SMALL)).run();
    }

    private static PickleValue read(byte[] bytes) throws IOException {
        return read(new ByteArrayInputStream(bytes));
    }

    private static String refusal(byte[] bytes) {
        return assertThrows(PickleException.class, () -> read(bytes)).getMessage();
    }

    private static String refusal(UnaryOperator<PickleBytes> content) {
        return refusal(content.apply(new PickleBytes()).stop());
    }

    @ParameterizedTest
    @CsvSource({"os, system", "posix, system", "builtins, eval", "builtins, getattr", "__builtin__, exec",
            "builtins, bytes", "numpy, load", "numpy.core.multiarray, frombuffer",
            "numpy, core.multiarray._reconstruct",
            "collections, Counter", "torch._utils, _rebuild_tensor_v2", "_codecs, decode", "subprocess, Popen"})
    void otherNamesAreRefusedInBothForms(String module, String name) {
        String message = refusal(p -> p.global(module, name).text("echo").raw(0x85, 'R'));
        assertTrue(message.startsWith("x.pkl: at byte 2: "), message);
        assertTrue(
                message.contains("'" + module + "." + name + "'")
                        && message.contains("nothing in the file was executed"),
                message);
        String stacked = refusal(p -> p.text(module).text(name).raw(0x93));
        assertTrue(stacked.contains("'" + module + "." + name + "'"), stacked);
    }

    @ParameterizedTest
    @CsvSource({"0x81, NEWOBJ", "0x92, NEWOBJ_EX", "0x69, INST", "0x6f, OBJ", "0x51, BINPERSID", "0x50, PERSID",
            "0x82, EXT1", "0x97, NEXT_BUFFER", "0x8f, EMPTY_SET", "0x30, POP", "0x32, DUP", "0x8b, LONG4",
            "0xff, unknown"})
    void otherOpcodesAreRefusedByName(String code, String name) {
        String message = refusal(p -> p.raw('N', Integer.decode(code)));
        assertTrue(message.contains("at byte 3: opcode " + name) && message.contains("executed"), message);
    }

    @Test
    void everyByteIsEitherAnOpcodeOrRefusedWithAName() {
        int accepted = 0;
        for (int code = 0; code < 256; code++) {
            accepted += Opcode.of(code) != null ? 1 : 0;
            assertTrue(Opcode.refusedName(code).contains("0x"));
        }
        assertEquals(Opcode.values().length, accepted);
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 60, Long.MAX_VALUE, 3_000_000_000L, 70_000})
    void aClaimedLengthIsOnlyBelievedAsBytesArrive(long claim) {
        assertTrue(refusal(p -> p.raw(0x8e).i8(claim).ascii("abc")).contains("truncated"));
        assertTrue(refusal(p -> p.raw(0x96).i8(claim).ascii("abc")).contains("truncated"));
        assertTrue(refusal(p -> p.raw('X').i4(Math.min(claim, 0xffffffffL)).ascii("abc")).contains("truncated"));
    }

    @Test
    void aPlainFileIsNotEvenReadToSeeThatItIsTooShort() {
        byte[] bytes = new PickleBytes().raw(0x8e).i8(1L << 60).ascii("abc").stop();
        PickleInput in = new PickleInput(new ByteArrayInputStream(bytes), "x.pkl", bytes.length);
        String message = assertThrows(PickleException.class, () -> new PickleMachine(in, new Budget(SMALL)).run())
                .getMessage();
        assertTrue(message.contains("1152921504606846976 bytes is announced, but only 4 follow"), message);
    }

    @Test
    void aNegativeLengthIsRefused() {
        assertTrue(refusal(p -> p.raw(0x8e).i8(-1)).contains("18446744073709551615 bytes"));
    }

    @Test
    void endlessStructureEndsWithTheBudget() {
        for (int[] pattern : new int[][] {{'('}, {']'}, {'}'}, {']', 0x94}, {'N'}, {')', 0x85}, {'K', 1},
                {0x8c, 1, 'a'},
                {']', '(', 'h', 0, 'e'}, {'C', 2, 1, 2}, {0x95, 0, 0, 0, 0, 0, 0, 0, 0}}) {
            InputStream endless = new InputStream() {
                private final byte[] start = {(byte) 0x80, 4, 'N', (byte) 0x94, ']'};
                private long at;

                @Override
                public int read() {
                    int i = (int) Math.min(at++, Integer.MAX_VALUE);
                    return i < start.length ? start[i] & 0xff : pattern[(i - start.length) % pattern.length];
                }
            };
            String message = assertThrows(PickleException.class, () -> read(endless), () -> Arrays.toString(pattern))
                    .getMessage();
            assertTrue(message.contains("needs more than 4096 KiB"), message);
        }
    }

    @Test
    void sharedAndCyclicListsAreRead() throws IOException {
        // a list of 40 levels, each holding the next twice: 2^40 leaves if anyone followed them
        PickleBytes p = new PickleBytes().raw(']', 'q', 0);
        for (int i = 0; i < 40; i++) {
            p.raw(']', '(', 'h', i, 'h', i, 'e', 'q', i + 1);
        }
        // one value must remain: a tuple of everything
        byte[] bytes =
                new PickleBytes().raw('(').ascii(new String(body(p), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .raw('t').stop();
        assertEquals(41, assertInstanceOf(PickleValue.Sequence.class, read(bytes)).size());
        byte[] cyclic = new PickleBytes().raw(']', 'q', 0, 'h', 0, 'a').stop();
        PickleValue.Sequence list = assertInstanceOf(PickleValue.Sequence.class, read(cyclic));
        assertEquals(list, list.items().getFirst());
        assertEquals("list of 1", list.kind());
    }

    private static byte[] body(PickleBytes p) {
        byte[] all = p.stop();
        return Arrays.copyOfRange(all, 2, all.length - 1);
    }

    @Test
    void oddUsesAreRefused() {
        assertTrue(refusal(p -> p.raw('N', 'N')).contains("stops with 2 values"));
        assertTrue(refusal(p -> p.raw('R')).contains("a value is needed"));
        assertTrue(refusal(p -> p.raw('N', '(', 'a')).contains("a value is needed"));
        assertTrue(refusal(p -> p.raw('t')).contains("a mark is needed"));
        assertTrue(refusal(p -> p.raw('N', 0x86)).contains("2 values are needed"));
        assertTrue(refusal(p -> p.raw('h', 7)).contains("memo entry 7"));
        assertTrue(refusal(p -> p.raw('N', 'N', 'a')).contains("appended to a None"));
        assertTrue(refusal(p -> p.raw(')', 'N', 'a')).contains("appended to a tuple of 0"));
        assertTrue(refusal(p -> p.raw('}', ']', 'N', 's')).contains("a list of 0 as the key"));
        assertTrue(
                refusal(p -> p.raw('}').text("k").raw('N', 's').text("k").raw('N', 's')).contains("'k' appears twice"));
        assertTrue(refusal(p -> p.raw('N', ')', 'R')).contains("a None is called"));
        assertTrue(refusal(p -> p.raw('N', ')', 'b')).contains("state is set on a None"));
        assertTrue(refusal(p -> p.global("numpy", "ndarray").raw(')', 'R')).contains("called directly"));
        assertTrue(refusal(p -> p.raw(0x80, 4, 'N')).contains("second protocol header"));
        assertTrue(refusal(p -> p.raw(0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1)).contains("integer of 9 bytes"));
        assertTrue(
                refusal(p -> p.global("numpy", "dtype").text("evil").raw(0x85, 'R')).contains("element type 'evil'"));
        byte[] trailing = new PickleBytes().raw('N', '.', 'N').stop();
        assertTrue(refusal(trailing).contains("more bytes follow"));
        assertTrue(refusal(new byte[0]).contains("empty"));
        assertTrue(refusal("(dp0\n.".getBytes()).contains("not a pickle"));
        for (int protocol : new int[] {0, 1, 6, 255}) {
            assertTrue(refusal(new byte[] {(byte) 0x80, (byte) protocol, 'N', '.'}).contains("protocol " + protocol));
        }
    }

    @Test
    void arraysThatDoNotFitTheirBytesAreRefused() {
        assertTrue(refusal(p -> p.array("f4", new byte[12], 'C', 2, 2)).contains("12 bytes instead of 16"));
        assertTrue(refusal(p -> p.array("f4", new byte[0], 'C', -1, 0)).contains("non-negative"));
        assertTrue(refusal(p -> p.array("f8", new byte[0], 'C', 1 << 30, 1 << 30, 1 << 30)).contains("overflows"));
        assertTrue(refusal(p -> p.array("f8", new byte[0], 'C', 1 << 30, 1 << 30, 2)).contains("overflows"));
        assertTrue(refusal(p -> p.array("U0", new byte[0], 'C', 1 << 30)).contains("no bytes"));
        assertTrue(refusal(p -> p.array("O", new byte[0], 'C', 0)).contains("whose content is a 0 bytes"));
        assertTrue(refusal(p -> p.array("f4", new byte[4], 'X', 1)).contains("arguments"));
        assertTrue(refusal(p -> p.array("U999999999", new byte[0], 'C', 0)).contains("element type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"golden/pickles/mosi_p2.pkl", "golden/pickles/mosi_p4.pkl", "golden/pickles/mosi_p5.pkl"})
    void everyTruncationIsAnOrdinaryError(String name) throws IOException {
        byte[] whole = Fixtures.open(name).readAllBytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(PickleException.class, () -> read(part), () -> name + " cut to " + part.length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pickles/forms.pkl", "golden/pickles/mosi_p2.pkl", "golden/pickles/mosi_p4.pkl",
            "golden/pickles/mosi_p5.pkl"})
    void randomDamageIsAnOrdinaryErrorOrStillAPickle(String name) throws IOException {
        byte[] whole = Fixtures.open(name).readAllBytes();
        Random random = new Random(20240527);
        int errors = 0;
        for (int round = 0; round < 4000; round++) {
            byte[] damaged = whole.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                damaged[random.nextInt(whole.length)] = (byte) random.nextInt(256);
            }
            try {
                read(damaged);
            } catch (PickleException expected) {
                errors++;
            }
        }
        assertTrue(errors > 100, "only " + errors + " of 4000 damaged files were noticed");
    }

    @Test
    void arraysOfMoreThanTwoGibibytesArePassedOver() throws IOException {
        long size = (3L << 30) + 5;
        byte[] head =
                new PickleBytes().raw('}').text("audio").global("numpy.core.numeric", "_frombuffer").raw('(', 0x96)
                        .i8(size).stop();
        byte[] tail = body(new PickleBytes().dtype("u1").raw(0x8a, 5).raw(5, 0, 0, 0xc0, 0).raw(0x85).text("C")
                .raw('t', 'R', 's'));
        List<InputStream> parts = new ArrayList<>();
        parts.add(new ByteArrayInputStream(head, 0, head.length - 1));
        parts.add(new Zeros(size));
        parts.add(new ByteArrayInputStream(tail));
        parts.add(new ByteArrayInputStream(new byte[] {'.'}));
        PickleValue.Dict dict =
                (PickleValue.Dict) read(new SequenceInputStream(java.util.Collections.enumeration(parts)));
        NdArray array = assertInstanceOf(NdArray.class, dict.get("audio"));
        assertEquals(size, array.count());
        assertEquals(head.length - 1, array.data().offset());
        assertEquals(size, array.data().stored());
    }

    /** As many zeros as wanted, at no cost. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long count) {
            left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int at, int length) {
            if (left <= 0) {
                return -1;
            }
            int n = (int) Math.min(left, length);
            left -= n;
            return n;
        }
    }
}
