/// # 2. The walk, drawn
///
/// 10 minutes. After lesson 1.
///
/// **The trap.** After `backward()` only the leaves have a gradient. The gradient of a value in between is dropped
/// when the walk has passed it on: no step needs it. Other engines then answer a question for it with nothing, which
/// looks as if nothing had arrived. Here the question is refused, with a reason.
///
/// **Naive:** `hidden.grad()`. **Right:** `hidden.retainGrad()` before the walk, or a picture in which every value
/// keeps its gradient: `Graph.differentiated(loss)`.
///
/// In the picture data are blue, leaves that want a gradient green, the result yellow. The walk runs from the result
/// back, each box after all of its users.

import static org.almt.core.op.Ops.*;

import java.util.stream.Collectors;
import org.almt.core.Graph;
import org.almt.core.Tensor;
import org.almt.learn.Lesson;

void main() {
    Tensor x = Tensor.of(new float[] {1, 2}, 1, 2);
    Tensor w = Tensor.of(new float[] {0.5f, -0.25f, 1, 0.75f}, 2, 2).requiresGrad(true);
    Tensor b = Tensor.of(new float[] {0.1f, -0.2f}, 2).requiresGrad(true);
    Tensor target = Tensor.of(new float[] {1, 0}, 1, 2);

    Tensor hidden = add(matmul(x, w), b);
    Tensor loss = mseLoss(tanh(hidden), target);
    loss.backward();
    IO.println("naive: the gradient of b is      " + b.grad());
    try {
        hidden.grad();
    } catch (IllegalStateException e) {
        IO.println("       of hidden: " + e.getMessage());
    }

    w.zeroGrad();
    b.zeroGrad();
    hidden = add(matmul(x, w), b).retainGrad();
    loss = mseLoss(tanh(hidden), target);
    Graph graph = Graph.differentiated(loss).named(Map.of("x", x, "w", w, "b", b, "target", target, "hidden", hidden));
    IO.println("right: the gradient of hidden is " + hidden.grad());
    IO.println("       that of w is              " + w.grad());

    IO.println("the walk, from the loss to the leaves:");
    List<Graph.Vertex> vertices = graph.vertices();
    for (Graph.Vertex vertex : vertices.reversed()) {
        String receivers = vertex.inputs().stream().map(vertices::get).filter(input -> input.kind() != Graph.Kind.DATA)
                .map(Graph.Vertex::name).collect(Collectors.joining(", "));
        if (vertex.kind() != Graph.Kind.DATA) {
            IO.println("  %-13s %-6s %s".formatted(vertex.name(), vertex.shape(),
                    receivers.isEmpty() ? "keeps its gradient" : "adds to " + receivers));
        }
    }
    Lesson.write("L02Walk", graph.svg());
}

/// ## Exercise
///
/// Write the order of the walk, and the walk itself, for a graph in which a value is used by a near and by a far one:
/// [E02Walk](../src/test/java/org/almt/learn/exercise/E02Walk.java). Run `nn/learn/learn test 2`.
///
/// ## Read on
///
/// [Backward](../../../core/src/main/java/org/almt/core/Backward.java) has the walk,
/// [Graph](../../../core/src/main/java/org/almt/core/Graph.java) the picture.
