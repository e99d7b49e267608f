import java.nio.file.Path
import org.almt.core.*
import org.almt.core.op.ConvOptions
import org.almt.core.op.DropoutSource
import org.almt.core.op.Ops
import org.almt.core.op.RecurrentWeights
import org.almt.core.random.RandomStream
import org.almt.nn.*
import org.almt.nn.data.*
import org.almt.nn.layer.*
import org.almt.nn.optim.*
import org.almt.nn.text.Sampler
import static org.almt.core.op.Ops.*
import static org.almt.core.op.Composed.*
