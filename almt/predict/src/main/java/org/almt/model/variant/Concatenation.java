package org.almt.model.variant;

import static org.almt.core.op.Ops.concat;

import java.util.List;
import org.almt.core.Tensor;

/**
 * A model without adaptive hyper-modality learning (paper, Table 4, "w/o AHL"; Table 3, "w/o audio &amp; AHL", "w/o
 * video &amp; AHL" and "w/o video &amp; audio"; Table 6, no guide). The rows of the modalities are concatenated, and
 * fusion reads them instead of the hyper-modality.
 *
 * <p>The paper states that features are concatenated, but neither which features nor along which axis. Here rows are
 * concatenated, so no projection and no new parameters are needed. Language, at its last scale, is among them. The
 * reason is that only keys and values reach the head in the reference's fusion: without language there, its values
 * would have no effect.
 */
public final class Concatenation extends HyperStage {
    /** No parameters. */
    public Concatenation() {}

    /** One state [B, sum of rows, D]: the last scale of language, then audio and vision. */
    @Override
    public List<Tensor> forward(List<Tensor> language, Tensor audio, Tensor vision) {
        return List.of(concat(1, language.get(language.size() - 1), audio, vision));
    }
}
