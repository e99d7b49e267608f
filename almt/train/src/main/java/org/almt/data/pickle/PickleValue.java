package org.almt.data.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a pickle. Values may be shared, and lists may even contain themselves. So code that reads them visits a
 * fixed number of levels and does not recurse.
 */
public sealed interface PickleValue permits PickleValue.None, PickleValue.Bool, PickleValue.Int, PickleValue.Real,
        PickleValue.Text, PickleValue.Sequence, PickleValue.Dict, PickleValue.Unread, Payload, NdArray, NumpyType,
        Constructor {

    /**
     * A short name of the kind of value, for messages.
     *
     * @return for example {@code list of 5}
     */
    String kind();

    /** Python's {@code None}. */
    enum None implements PickleValue {
        /** The only value. */
        NONE;

        @Override
        public String kind() {
            return "None";
        }
    }

    /**
     * A truth value.
     *
     * @param value the value
     */
    record Bool(boolean value) implements PickleValue {
        @Override
        public String kind() {
            return "bool";
        }
    }

    /**
     * An integer of at most 64 bits.
     *
     * @param value the value
     */
    record Int(long value) implements PickleValue {
        @Override
        public String kind() {
            return "int";
        }
    }

    /**
     * A floating-point number.
     *
     * @param value the value
     */
    record Real(double value) implements PickleValue {
        @Override
        public String kind() {
            return "float";
        }
    }

    /**
     * A string, and the position of its UTF-8 form: protocol 2 stores the bytes of arrays in strings.
     *
     * @param value the text, or null if it is too long to be stored
     *
     * @param offset the position of its first byte in the unpacked file
     * @param stored its length in the file, in bytes
     * @param points its length in code points
     */
    record Text(@Nullable String value, long offset, long stored, long points) implements PickleValue {
        @Override
        public String kind() {
            return value == null ? "string of " + points + " characters" : "string";
        }
    }

    /**
     * A value that can be skipped safely but not represented.
     *
     * @param kind its kind
     */
    record Unread(String kind) implements PickleValue {}

    /** A list or a tuple. */
    final class Sequence implements PickleValue {
        private final boolean tuple;
        private final List<PickleValue> items;

        Sequence(boolean tuple, List<PickleValue> items) {
            this.tuple = tuple;
            this.items = items;
        }

        static Sequence emptyList() {
            return new Sequence(false, new ArrayList<>(0));
        }

        boolean isTuple() {
            return tuple;
        }

        void append(List<PickleValue> more) {
            items.addAll(more);
        }

        /**
         * Its elements.
         *
         * @return a view that cannot be changed
         */
        public List<PickleValue> items() {
            return Collections.unmodifiableList(items);
        }

        /**
         * The number of elements.
         *
         * @return the number
         */
        public int size() {
            return items.size();
        }

        @Override
        public String kind() {
            return (tuple ? "tuple of " : "list of ") + items.size();
        }
    }

    /** A dictionary in the order of the file. Keys that are numbers, None or truth values appear as their text. */
    final class Dict implements PickleValue {
        private final Map<String, PickleValue> entries = new LinkedHashMap<>(8);

        Dict() {}

        /** Adds an entry; returns false if the key exists already. */
        boolean add(String key, PickleValue value) {
            return entries.putIfAbsent(key, value) == null;
        }

        /**
         * Its entries.
         *
         * @return a view that cannot be changed, in file order
         */
        public Map<String, PickleValue> entries() {
            return Collections.unmodifiableMap(entries);
        }

        /**
         * Looks a key up.
         *
         * @param key the key
         * @return its value, or null
         */
        public @Nullable PickleValue get(String key) {
            return entries.get(key);
        }

        @Override
        public String kind() {
            return "dict of " + entries.size();
        }
    }
}
