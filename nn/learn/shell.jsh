import org.almt.core.*
import org.almt.core.random.*
import org.almt.nn.*
import org.almt.nn.layer.*
import org.almt.nn.optim.*
import static org.almt.core.op.Ops.*
