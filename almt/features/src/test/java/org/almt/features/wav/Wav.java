package org.almt.features.wav;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes WAV files, right ones and wrong ones, chunk by chunk. */
public final class Wav {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private String riff = "RIFF";

    /** A file of one 16-bit channel. */
    public static Wav s16(int rate, short... samples) {
        ByteBuffer data = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (short sample : samples) {
            data.putShort(sample);
        }
        return new Wav().format(1, 1, rate, 2).chunk("data", data.array());
    }

    public Wav rf64() {
        riff = "RF64";
        return this;
    }

    public Wav format(int code, int channels, int rate, int bytesPerSample) {
        ByteBuffer format = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        format.putShort((short) code).putShort((short) channels).putInt(rate)
                .putInt(rate * channels * bytesPerSample).putShort((short) (channels * bytesPerSample))
                .putShort((short) (8 * bytesPerSample));
        return chunk("fmt ", format.array());
    }

    public Wav chunk(String tag, byte... body) {
        return chunk(tag, body.length, body);
    }

    /** A chunk that states another length than it has. */
    public Wav chunk(String tag, long stated, byte... body) {
        bytes.writeBytes(tag.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) stated).array());
        bytes.writeBytes(body);
        if (body.length % 2 == 1) {
            bytes.write(0);
        }
        return this;
    }

    public Path write(Path folder, String name) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        head.put(riff.getBytes(StandardCharsets.ISO_8859_1)).putInt(4 + bytes.size()).put("WAVE".getBytes(
                StandardCharsets.ISO_8859_1));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.array());
        all.writeBytes(bytes.toByteArray());
        return Files.write(folder.resolve(name), all.toByteArray());
    }
}
