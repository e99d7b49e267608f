import java.lang.management.ManagementFactory
import java.lang.management.ThreadMXBean
import jdk.incubator.vector.FloatVector
import jdk.incubator.vector.VectorSpecies
import java.nio.file.Path
import org.almt.core.*
import org.almt.core.kernel.FloatMath
import org.almt.core.kernel.Kernels
import org.almt.core.kernel.plain.PlainKernels
import org.almt.core.kernel.reference.ReferenceKernels
import org.almt.core.kernel.simd.SimdKernels
import org.almt.core.op.ConvOptions
import org.almt.core.op.DropoutSource
import org.almt.core.op.Ops
import org.almt.core.op.RecurrentWeights
import org.almt.core.random.RandomStream
import org.almt.learn.*
import org.almt.learn.Canvas.Colour
import org.almt.model.AlmtModel
import org.almt.model.Preset
import org.almt.nn.*
import org.almt.nn.data.*
import org.almt.nn.layer.*
import org.almt.nn.optim.*
import org.almt.nn.text.Sampler
import static org.almt.core.op.Ops.*
import static org.almt.core.op.Composed.*
