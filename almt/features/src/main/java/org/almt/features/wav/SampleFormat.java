package org.almt.features.wav;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * The format of one sample. Values are floats from -1 to 1; floats are read without change. If fewer bits are valid
 * than the container has, the other bits are zeros and the size of the container is used.
 */
enum SampleFormat {
    U8(1, 1) {
        @Override
        float read(ByteBuffer bytes, int at) {
            return ((bytes.get(at) & 0xFF) - 128) / 128f;
        }
    },
    S16(1, 2) {
        @Override
        float read(ByteBuffer bytes, int at) {
            return bytes.getShort(at) / 32768f;
        }
    },
    S24(1, 3) {
        @Override
        float read(ByteBuffer bytes, int at) {
            int value = bytes.get(at) & 0xFF | (bytes.get(at + 1) & 0xFF) << 8 | bytes.get(at + 2) << 16;
            return value / 8388608f;
        }
    },
    S32(1, 4) {
        @Override
        float read(ByteBuffer bytes, int at) {
            return (float) (bytes.getInt(at) / 2147483648.0);
        }
    },
    F32(3, 4) {
        @Override
        float read(ByteBuffer bytes, int at) {
            return bytes.getFloat(at);
        }
    },
    F64(3, 8) {
        @Override
        float read(ByteBuffer bytes, int at) {
            return (float) bytes.getDouble(at);
        }
    },
    /** ITU-T G.711. */
    A_LAW(6, 1) {
        @Override
        float read(ByteBuffer bytes, int at) {
            int code = bytes.get(at) & 0xFF ^ 0x55;
            int segment = code >> 4 & 7;
            int value = (code & 0xF) << 4 | 8;
            if (segment > 0) {
                value = value + 0x100 << segment - 1;
            }
            return ((code & 0x80) != 0 ? value : -value) / 32768f;
        }
    },
    /** ITU-T G.711. */
    MU_LAW(7, 1) {
        @Override
        float read(ByteBuffer bytes, int at) {
            int code = ~bytes.get(at) & 0xFF;
            int value = (((code & 0xF) << 3) + 0x84 << (code >> 4 & 7)) - 0x84;
            return ((code & 0x80) != 0 ? -value : value) / 32768f;
        }
    };

    static final int EXTENSIBLE = 0xFFFE;

    private static final Map<Integer, String> OTHERS = Map.ofEntries(Map.entry(2, "Microsoft ADPCM"),
            Map.entry(0x11, "IMA ADPCM"), Map.entry(0x31, "GSM 6.10"), Map.entry(0x40, "G.721 ADPCM"),
            Map.entry(0x50, "MPEG audio"), Map.entry(0x55, "MP3"), Map.entry(0x161, "Windows Media Audio"),
            Map.entry(0xFF, "AAC"), Map.entry(0x2000, "Dolby AC-3"), Map.entry(0xF1AC, "FLAC"),
            Map.entry(1, "PCM"), Map.entry(3, "floating point"), Map.entry(6, "A-law"), Map.entry(7, "mu-law"));

    private final int code;
    private final int bytes;

    SampleFormat(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** The sample at a position of little-endian bytes. */
    abstract float read(ByteBuffer bytes, int at);

    /** Bytes per sample. */
    int bytes() {
        return bytes;
    }

    /** The format with this code and number of bytes. */
    static Optional<SampleFormat> of(int code, int bytes) {
        for (SampleFormat format : values()) {
            if (format.code == code && format.bytes == bytes) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Whether there is a format with this code. */
    static boolean isRead(int code) {
        for (SampleFormat format : values()) {
            if (format.code == code) {
                return true;
            }
        }
        return false;
    }

    /** The meaning of a format code in words. */
    static String name(int code) {
        return OTHERS.getOrDefault(code, "format 0x" + Integer.toHexString(code));
    }
}
