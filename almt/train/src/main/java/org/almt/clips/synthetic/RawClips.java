package org.almt.clips.synthetic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.almt.data.SplitName;
import org.almt.features.words.TimedWord;
import org.almt.nn.checkpoint.AtomicFiles;

/** A folder of raw clips with known truth, and the manifest that names them. */
public final class RawClips {
    private RawClips() {}

    /** Draws clips. The same seed gives the same clips. */
    public static List<RawClip> draw(long seed, int train, int valid, int test) {
        List<RawClip> clips = new ArrayList<>();
        for (int i = 0; i < train + valid + test; i++) {
            SplitName split = i < train ? SplitName.TRAIN : i < train + valid ? SplitName.VALID : SplitName.TEST;
            clips.add(RawClip.draw(seed, i, split));
        }
        return List.copyOf(clips);
    }

    /**
     * Writes {@code ID.wav}, {@code ID.face.csv} and {@code ID.words.csv} for each clip, and {@code manifest.csv} for
     * all.
     *
     * @return the manifest
     */
    public static Path write(List<RawClip> clips, long seed, Path folder) throws IOException {
        Files.createDirectories(folder);
        StringBuilder manifest = new StringBuilder("id,text,label,split,audio,vision,words\n");
        for (RawClip clip : clips) {
            short[] sound = RawSound.of(clip, seed);
            AtomicFiles.write(folder.resolve(clip.id() + ".wav"), out -> RawSound.write(sound, out));
            AtomicFiles.writeString(folder.resolve(clip.id() + ".face.csv"), RawFace.of(clip, seed));
            AtomicFiles.writeString(folder.resolve(clip.id() + ".words.csv"), words(clip));
            manifest.append(String.format(Locale.ROOT, "%1$s,%2$s,%3$.3f,%4$s,%1$s.wav,%1$s.face.csv,%1$s.words.csv\n",
                    clip.id(), clip.text(), clip.sentiment(), clip.split().key()));
        }
        Path file = folder.resolve("manifest.csv");
        AtomicFiles.writeString(file, manifest);
        return file;
    }

    private static String words(RawClip clip) {
        StringBuilder text = new StringBuilder("word,start,end\n");
        for (TimedWord word : clip.words()) {
            text.append(String.format(Locale.ROOT, "%s,%.2f,%.2f\n", word.text(), word.start(), word.end()));
        }
        return text.toString();
    }
}
