/// # 2. The walk, drawn
///
/// 10 minutes. After lesson 1.
///
/// **The trap.** After `backward()` only the leaves have a gradient. The walk drops the gradient of a value in between
/// as soon as it has been passed on, because no step needs it. Other engines return null for this gradient. That looks
/// as if no gradient had arrived. This engine throws an exception that gives the reason.
///
/// **Naive:** `hidden.grad()`. **Right:** call `hidden.retainGrad()` before the walk. Or draw a picture in which every
/// value keeps its gradient: `Graph.differentiated(loss)`.
///
/// In the picture, data are blue, leaves that need a gradient are green, and the result is yellow. The walk runs from
/// the result back, in the order of the numbers. It reaches each box after all users of this box.

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
    Tensor product = matmul(x, w);
    hidden = add(product, b).retainGrad();
    Tensor bent = tanh(hidden);
    loss = mseLoss(bent, target);
    // Results have the number of their place in the walk.
    Graph graph = Graph.differentiated(loss).named(Map.of("x", x, "w", w, "b", b, "target", target, "1", loss, "2",
            bent, "3 hidden", hidden, "4", product));
    IO.println("right: the gradient of hidden is " + hidden.grad());
    IO.println("       that of w is              " + w.grad());

    IO.println("the walk, from the loss to the leaves:");
    List<Graph.Vertex> vertices = graph.vertices();
    for (Graph.Vertex vertex : vertices.reversed()) {
        String receivers = vertex.inputs().stream().map(vertices::get).filter(input -> input.kind() != Graph.Kind.DATA)
                .map(Graph.Vertex::name).collect(Collectors.joining(", "));
        if (vertex.kind() != Graph.Kind.DATA) {
            IO.println("  %-14s %-6s %s".formatted(vertex.name(), vertex.shape(),
                    receivers.isEmpty() ? "keeps its gradient" : "adds to " + receivers));
        }
    }
    Lesson.write("L02Walk", graph.svg());
}

/// ## Exercise
///
/// A graph has a value with two users, one near and one far. Write the order of the walk for this graph, and the walk
/// itself: [E02Walk](../src/test/java/org/almt/learn/exercise/E02Walk.java). Run `nn/learn/learn test 2`.
///
/// ## Read on
///
/// [Backward](../../../core/src/main/java/org/almt/core/Backward.java) contains the walk.
/// [Graph](../../../core/src/main/java/org/almt/core/Graph.java) draws the picture.
