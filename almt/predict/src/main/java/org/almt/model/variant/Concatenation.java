package org.almt.model.variant;

import static org.almt.core.op.Ops.concat;

import java.util.List;
import org.almt.core.Tensor;

/**
 * A model without adaptive hyper-modality learning (paper, Table 4, "w/o AHL"; Table 3, "w/o audio &amp; AHL", "w/o
 * video &amp; AHL" and "w/o video &amp; audio"; Table 6, no guide): the rows of the modalities stand side by side, and
 * fusion reads them instead of the hyper-modality.
 *
 * <p>The paper says that features are concatenated, not which nor along which axis. Here rows are (no projection, so no
 * new parameters), and language, at its last scale, is among them: in the reference's fusion only keys and values reach
 * the head, and without language there its values would not count at all.
 */
public final class Concatenation extends HyperStage {
    /** No parameters. */
    public Concatenation() {}

    /** Language's last scale, audio and vision: one state [B, sum of their rows, D]. */
    @Override
    public List<Tensor> forward(List<Tensor> language, Tensor audio, Tensor vision) {
        return List.of(concat(1, language.get(language.size() - 1), audio, vision));
    }
}
