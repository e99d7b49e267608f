package org.almt.features.wav;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.almt.features.FeatureException;
import org.almt.features.io.KnownFile;
import org.almt.features.io.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The chunks around a WAV file's samples: RIFF or RF64, in any order. Only positions are stored; a size that the file
 * states is not allocated.
 *
 * @param format the format of samples
 *
 * @param dataAt the position of the first sample
 *
 * @param dataBytes the number of bytes of samples, whole frames only
 */
record WavHeader(SampleFormat format, int rate, int channels, long dataAt, long dataBytes, List<String> warnings) {
    private static final long UNKNOWN = 0xFFFFFFFFL;
    private static final int MOST_CHUNKS = 10_000;
    private static final int MOST_CHANNELS = 1024;

    static WavHeader read(Path file, FileChannel channel) throws IOException {
        return new Reader(file, channel).read();
    }

    /** Reads the chunks in order. */
    private static final class Reader {
        private final Path file;
        private final FileChannel channel;
        private final long size;
        private final List<String> warnings = new ArrayList<>();
        private boolean rf64;
        private long longData = -1;
        private @Nullable ByteBuffer format;
        private long dataAt = -1;
        private long dataSize;

        Reader(Path file, FileChannel channel) throws IOException {
            this.file = file;
            this.channel = channel;
            size = channel.size();
        }

        private FeatureException refuse(String what) {
            return new FeatureException(Printable.path(file) + ": " + what);
        }

        private FeatureException convert(String what) {
            return refuse(what + "; make a plain WAV file of it: " + WavFile.ffmpeg(file));
        }

        WavHeader read() throws IOException {
            ByteBuffer head = at(0, 12);
            String riff = head == null ? "" : tag(head, 0);
            if (head == null || !(riff.equals("RIFF") || riff.equals("RF64")) || !tag(head, 8).equals("WAVE")) {
                throw noWav();
            }
            rf64 = riff.equals("RF64");
            walk();
            if (format == null) {
                throw refuse("has no 'fmt ' chunk, which gives the format of its samples" + cut());
            }
            if (dataAt < 0) {
                throw refuse("has no 'data' chunk, which holds the samples" + cut());
            }
            return describe(format);
        }

        private String cut() {
            return "; the file of " + size + " bytes may be cut off, copy or export it again";
        }

        private FeatureException noWav() throws IOException {
            String kind = KnownFile.kind(file);
            String text = kind == null ? KnownFile.textKind(file) : null;
            if (text != null) {
                return refuse("is " + text + ", not a WAV file");
            }
            if (kind == null) {
                return convert("is not a WAV file, which begins with RIFF or RF64");
            }
            return kind.endsWith("file") && !kind.startsWith("an empty") || kind.endsWith("(RIFX)")
                    ? convert("is " + kind + ", not a WAV file")
                    : refuse("is " + kind + ", not a WAV file");
        }

        private void walk() throws IOException {
            long place = 12;
            for (int chunks = 0; place + 8 <= size && (format == null || dataAt < 0); chunks++) {
                if (chunks == MOST_CHUNKS) {
                    throw refuse("has more than " + MOST_CHUNKS + " chunks; export it again");
                }
                ByteBuffer head = at(place, 8);
                if (head == null) {
                    throw refuse("became shorter while it was read; read it again when nothing writes to it");
                }
                String tag = tag(head, 0);
                long length = head.getInt(4) & UNKNOWN;
                long body = place + 8;
                if (tag.equals("fmt ") && format == null) {
                    format = at(body, (int) Math.min(length, 40));
                    if (format == null || length < 16) {
                        throw refuse("its 'fmt ' chunk of " + length + " bytes at byte " + place
                                + " is too short or cut off; expected 16, 18 or 40");
                    }
                } else if (tag.equals("ds64") && rf64 && length >= 16) {
                    ByteBuffer sizes = at(body, 16);
                    longData = sizes == null ? -1 : sizes.getLong(8);
                } else if (tag.equals("data") && dataAt < 0) {
                    dataAt = body;
                    length = dataLength(body, length);
                    dataSize = Math.min(length, size - body);
                }
                place = length > size - body ? size : body + length + (length & 1);
            }
        }

        /** The length of the data, which the header may not state. */
        private long dataLength(long body, long stated) throws IOException {
            if (rf64 && stated == UNKNOWN) {
                if (longData < 0) {
                    throw refuse("is RF64 without a valid 'ds64' chunk, which holds the length of its samples");
                }
                stated = longData;
            } else if (stated == UNKNOWN || stated == 0 && size - body > 0 && format != null && !isChain(body)) {
                warnings.add(
                        "its header does not state its length, as in a file written through a pipe; it is read to its"
                                + " end");
                return size - body;
            }
            if (stated > size - body) {
                warnings.add("is cut off: its header states " + stated + " bytes of samples, " + (size - body)
                        + " are in the file; only these are read");
            }
            return stated;
        }

        /** Whether chunks follow one another from a position to the end of the file, as after empty data. */
        private boolean isChain(long place) throws IOException {
            for (int chunks = 0; chunks < MOST_CHUNKS && place + 8 <= size; chunks++) {
                ByteBuffer head = at(place, 8);
                if (head == null || !tag(head, 0).matches("[ -~]{4}")) {
                    return false;
                }
                long length = head.getInt(4) & UNKNOWN;
                place += 8 + length;
                if (place == size) {
                    return true;
                }
                place += length & 1;
            }
            return place == size;
        }

        private WavHeader describe(ByteBuffer format) throws FeatureException {
            int code = format.getShort(0) & 0xFFFF;
            int channels = format.getShort(2) & 0xFFFF;
            long rate = format.getInt(4) & UNKNOWN;
            int frame = format.getShort(12) & 0xFFFF;
            if (code == SampleFormat.EXTENSIBLE) {
                if (format.limit() < 40) {
                    throw refuse("its 'fmt ' chunk has the extensible form and a length of " + format.limit()
                            + " bytes; expected 40");
                }
                code = format.getShort(24) & 0xFFFF;
            }
            if (channels < 1 || channels > MOST_CHANNELS) {
                throw refuse("has " + channels + " channels; expected 1 to " + MOST_CHANNELS);
            }
            if (!SampleFormat.isRead(code)) {
                throw convert("is WAV with " + SampleFormat.name(code) + ", which is not read");
            }
            if (frame == 0 || frame % channels != 0) {
                throw refuse("has frames of " + frame + " bytes for " + channels
                        + " channels; expected a whole number of bytes for each");
            }
            int bits = format.getShort(14) & 0xFFFF;
            if (bits > 8 * (frame / channels)) {
                throw refuse("states " + bits + " bits a sample, but " + frame / channels
                        + " bytes for each; its header is damaged, export it again");
            }
            String described = "is WAV with " + SampleFormat.name(code) + ", " + frame / channels + " bytes a sample";
            SampleFormat kind = SampleFormat.of(code, frame / channels)
                    .orElseThrow(() -> convert(described + ", which is not read"));
            if (rate < 1 || rate > Integer.MAX_VALUE) {
                throw refuse("states a rate of " + rate + " Hz, which is impossible for sound; its header is damaged,"
                        + " export it again");
            }
            if (dataSize % frame != 0) {
                warnings.add("its last frame is incomplete and left out");
            }
            long bytes = dataSize - dataSize % frame;
            if (bytes == 0) {
                throw refuse(
                        "holds no samples" + (warnings.isEmpty() ? "; export it again" : "; it " + warnings.get(0)));
            }
            return new WavHeader(kind, (int) rate, channels, dataAt, bytes, List.copyOf(warnings));
        }

        /** The bytes at a position; null if the file ends before. */
        private @Nullable ByteBuffer at(long position, int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, position + bytes.position()) < 0) {
                    return null;
                }
            }
            return bytes.flip();
        }

        private static String tag(ByteBuffer bytes, int at) {
            StringBuilder tag = new StringBuilder(4);
            for (int i = 0; i < 4; i++) {
                tag.append((char) (bytes.get(at + i) & 0xFF));
            }
            return tag.toString();
        }
    }

    long frames() {
        return dataBytes / ((long) format.bytes() * channels);
    }
}
