package org.almt.nn;

/** The keys of random streams: a hash of a name. */
final class NameHash {
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private NameHash() {}

    /** The 64-bit FNV-1a hash over the name's UTF-16 units: the same on every machine and in every version. */
    static long key(String name) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
