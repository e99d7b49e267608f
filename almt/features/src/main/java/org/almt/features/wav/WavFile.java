package org.almt.features.wav;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.almt.features.FeatureException;
import org.almt.features.audio.AudioSource;
import org.almt.features.io.Printable;
import org.almt.features.signal.SignalSink;

/**
 * A WAV file: PCM of 8, 16, 24 or 32 bits, floats of 32 or 64 bits, A-law or mu-law, RIFF or RF64, chunks in any order.
 * Its samples are read in blocks, any number of times. Several channels become one: their mean in float, as in librosa.
 */
public final class WavFile implements AudioSource {
    /**
     * The largest accepted magnitude. Above it, squares of spectra leave the range of floats. Unscaled sound, up to
     * 2^31, is below it.
     */
    private static final float LOUDEST = 1e12f;

    private static final int BLOCK_BYTES = 1 << 16;

    private final Path file;
    private final WavHeader header;

    private WavFile(Path file, WavHeader header) {
        this.file = file;
        this.header = header;
    }

    /**
     * Reads a file's header.
     *
     * @throws FeatureException if it does not exist, or is not a WAV file in a known format; the message names a remedy
     * @throws IOException if reading fails
     */
    public static WavFile open(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new FeatureException(Printable.path(file) + ": there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new FeatureException(Printable.path(file)
                    + ": is not a regular file; a clip is read twice, so save it as a WAV file first");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            return new WavFile(file, WavHeader.read(file, channel));
        }
    }

    /**
     * The command that turns a sound or video file into a WAV file with the same sound as the input of the original
     * scripts.
     */
    public static String ffmpeg(Path file) {
        String name = file.getFileName().toString();
        String base = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
        String wav = name.toLowerCase(java.util.Locale.ROOT).endsWith(".wav") ? base + "-pcm.wav" : base + ".wav";
        return "ffmpeg -i " + Printable.argument(file) + " -vn -acodec pcm_s16le "
                + Printable.argument(file.resolveSibling(wav));
    }

    @Override
    public String name() {
        return Printable.path(file);
    }

    @Override
    public int rate() {
        return header.rate();
    }

    @Override
    public long samples() {
        return header.frames();
    }

    /** The number of channels. */
    public int channels() {
        return header.channels();
    }

    @Override
    public List<String> warnings() {
        return header.warnings();
    }

    @Override
    public void stream(SignalSink sink) throws IOException {
        int channels = header.channels();
        int size = header.format().bytes();
        int frameBytes = size * channels;
        ByteBuffer bytes = ByteBuffer.allocate(Math.max(1, BLOCK_BYTES / frameBytes) * frameBytes)
                .order(ByteOrder.LITTLE_ENDIAN);
        double[] block = new double[bytes.capacity() / frameBytes];
        long frame = 0;
        long left = header.dataBytes();
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(header.dataAt());
            while (left > 0) {
                bytes.clear().limit((int) Math.min(bytes.capacity(), left));
                while (bytes.hasRemaining()) {
                    if (channel.read(bytes) < 0) {
                        throw new FeatureException(name() + ": became shorter while it was read");
                    }
                }
                left -= bytes.limit();
                int frames = bytes.limit() / frameBytes;
                for (int i = 0; i < frames; i++) {
                    block[i] = mean(bytes, i * frameBytes, frame + i);
                }
                frame += frames;
                sink.accept(block, frames);
            }
        }
        sink.finish();
    }

    /** The mean over the channels of one frame, summed in float. */
    private float mean(ByteBuffer bytes, int at, long frame) throws FeatureException {
        float sum = 0;
        int channels = header.channels();
        for (int channel = 0; channel < channels; channel++) {
            float value = header.format().read(bytes, at + channel * header.format().bytes());
            if (!(Math.abs(value) <= LOUDEST)) {
                throw new FeatureException(name() + ": sample " + frame + " of channel " + channel + " is " + value
                        + "; expected numbers from -1 to 1, export the clip again");
            }
            sum = channel == 0 ? value : sum + value;
        }
        return channels == 1 ? sum : sum / channels;
    }
}
