"""Writes optimisers.npz, schedules.npz, blocks.npz, recurrent.npz, windows.npz, losses.npz and gpt.npz; run with PyTorch 1.13 in this folder. Random numbers are NumPy's."""
import numpy as np
import torch
from torch.optim.swa_utils import AveragedModel

random = np.random.default_rng(1)
STEPS, N = 10, 7


def optimisers():
    """Two parameters, of 4 and 3 elements, under the same gradients; after each step the 7 values."""
    start = random.standard_normal(N).astype(np.float32)
    gradients = (random.standard_normal((STEPS, N)) * 10.0 ** random.integers(-3, 2, (STEPS, N))).astype(np.float32)
    out = {"start": start, "gradients": gradients}
    makers = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.01),
        "sgd_momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
        "sgd_momentum_decay": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.1),
        "sgd_nesterov": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.8, weight_decay=0.1, nesterov=True),
        "adam": lambda p: torch.optim.Adam(p, lr=0.01),
        "adam_penalty": lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.1),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1),
    }
    for name, make in makers.items():
        for absent in (False, True):
            p = [torch.tensor(start[:4], requires_grad=True), torch.tensor(start[4:], requires_grad=True)]
            optimiser = make(p)
            rows = []
            for step in range(STEPS):
                p[0].grad = torch.tensor(gradients[step, :4])
                # absent: the second parameter has no gradient in steps 0, 1, 4 and 7
                p[1].grad = None if absent and step in (0, 1, 4, 7) else torch.tensor(gradients[step, 4:])
                optimiser.step()
                rows.append(torch.cat(p).detach().numpy().copy())
            out[name + ("_absent" if absent else "")] = np.stack(rows)
    # averages of the weights that "sgd_momentum" passes through
    model = torch.nn.Linear(N, 1, bias=False)
    model.weight.data = torch.tensor(start[None])
    average = AveragedModel(model, avg_fn=lambda a, p, count: 0.9 * a + 0.1 * p)
    average.update_parameters(model)  # the first call copies
    rows = []
    for values in out["sgd_momentum"]:
        model.weight.data = torch.tensor(values[None])
        average.update_parameters(model)
        rows.append(average.module.weight.detach().numpy()[0].copy())
    out["average"] = np.stack(rows)
    np.savez("optimisers.npz", **out)


def schedules():
    """The factors at moments 0 to 24, and the losses that the plateau was told after each."""
    from torch.optim import lr_scheduler as lr
    makers = {
        "linear": lambda o: lr.LinearLR(o, start_factor=0.2, end_factor=0.7, total_iters=12),
        "cosine": lambda o: lr.CosineAnnealingLR(o, T_max=24, eta_min=0.1),
        "stairs": lambda o: lr.StepLR(o, step_size=5, gamma=0.3),
        "warmup_stairs": lambda o: lr.SequentialLR(
            o, [lr.LinearLR(o, start_factor=0.25, end_factor=1.0, total_iters=3), lr.StepLR(o, 5, 0.3)], [4]),
    }
    out = {}
    for name, make in makers.items():
        optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
        schedule = make(optimiser)
        factors = []
        for _ in range(25):
            factors.append(optimiser.param_groups[0]["lr"])
            optimiser.step()
            schedule.step()
        out[name] = np.array(factors)
    losses = np.round(np.abs(random.standard_normal(25)) + np.linspace(2, 1.5, 25), 3)
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = lr.ReduceLROnPlateau(optimiser, factor=0.5, patience=2)
    factors = []
    for loss in losses:
        factors.append(optimiser.param_groups[0]["lr"])
        schedule.step(loss)
    out["plateau"], out["losses"] = np.array(factors), losses
    np.savez("schedules.npz", **out)


def blocks():
    """torch.nn.TransformerEncoderLayer: weights, input, output, gradients of sum(output * weight)."""
    out = {}
    for name, first, activation, causal in (
            ("post_relu", False, "relu", False), ("pre_gelu", True, "gelu", False), ("pre_relu_causal", True, "relu", True)):
        torch.manual_seed(3)
        layer = torch.nn.TransformerEncoderLayer(
            8, 2, dim_feedforward=12, dropout=0.0, activation=activation, norm_first=first, batch_first=True)
        for parameter in layer.parameters():
            parameter.data += torch.tensor(0.2 * random.standard_normal(parameter.shape), dtype=torch.float32)
        x = torch.tensor(random.standard_normal((2, 5, 8)), dtype=torch.float32, requires_grad=True)
        weight = torch.tensor(random.standard_normal((2, 5, 8)), dtype=torch.float32)
        mask = torch.triu(torch.full((5, 5), -torch.inf), 1) if causal else None
        y = layer(x, src_mask=mask)
        (y * weight).sum().backward()
        out.update({f"{name}/x": x, f"{name}/weight": weight, f"{name}/y": y, f"{name}/dx": x.grad})
        for key, parameter in layer.named_parameters():
            out[f"{name}/p/{key}"], out[f"{name}/g/{key}"] = parameter, parameter.grad
    np.savez("blocks.npz", **{key: value.detach().numpy() for key, value in out.items()})


def recurrent():
    """torch.nn.LSTM and GRU: two layers, both directions, samples of 5, 2 and 4 times, a first state; and one of each plain."""
    random = np.random.default_rng(7)
    out = {}
    for kind in ("LSTM", "GRU"):
        for name, layers, both, ragged in (("plain", 1, False, False), ("ragged", 2, True, True)):
            key = f"{kind.lower()}_{name}"
            torch.manual_seed(5)
            layer = getattr(torch.nn, kind)(4, 3, num_layers=layers, bidirectional=both, batch_first=True)
            count = layers * (2 if both else 1)
            x = torch.tensor(random.standard_normal((3, 5, 4)), dtype=torch.float32, requires_grad=True)
            start = [torch.tensor(random.standard_normal((count, 3, 3)), dtype=torch.float32, requires_grad=True)
                     for _ in range(2 if kind == "LSTM" else 1)]
            lengths = torch.tensor([5, 2, 4] if ragged else [5, 5, 5])
            packed = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
            y, last = layer(packed, tuple(start) if kind == "LSTM" else start[0])
            y, _ = torch.nn.utils.rnn.pad_packed_sequence(y, batch_first=True, total_length=5)
            last = list(last) if kind == "LSTM" else [last]
            results = dict(zip(("y", "h", "c"), [y] + last))
            loss = 0
            for part, tensor in results.items():
                weight = torch.tensor(random.standard_normal(tensor.shape), dtype=torch.float32)
                out[f"{key}/{part}"], out[f"{key}/weight_{part}"] = tensor, weight
                loss = loss + (tensor * weight).sum()
            loss.backward()
            out[f"{key}/x"], out[f"{key}/dx"] = x, x.grad
            for part, tensor in zip(("h0", "c0"), start):
                out[f"{key}/{part}"], out[f"{key}/d{part}"] = tensor, tensor.grad
            for parameter_name, parameter in layer.named_parameters():
                out[f"{key}/p/{parameter_name}"], out[f"{key}/g/{parameter_name}"] = parameter, parameter.grad
    np.savez("recurrent.npz", **{key: value.detach().numpy() for key, value in out.items()})


def windows():
    """Convolutions, pooling and norms of channels: inputs and outputs with the channels last, weights as in PyTorch."""
    random = np.random.default_rng(9)
    F = torch.nn.functional
    layers = {
        "conv1d": (torch.nn.Conv1d(4, 6, 3, stride=2, padding=2, dilation=2, groups=2), (2, 4, 9)),
        "conv2d": (torch.nn.Conv2d(3, 4, (3, 2), padding=1), (2, 3, 5, 4)),
        "conv2d_strided": (torch.nn.Conv2d(4, 4, 3, stride=2, dilation=2, groups=4, bias=False), (2, 4, 7, 8)),
        "transposed": (torch.nn.ConvTranspose1d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2), (2, 4, 5)),
        "groups": (torch.nn.GroupNorm(2, 4), (2, 4, 3, 3)),
        "batch": (torch.nn.BatchNorm2d(4), (2, 4, 3, 3)),
    }
    pools = {
        "max": lambda x: F.max_pool2d(x, 3, stride=2, padding=1),
        "mean": lambda x: F.avg_pool2d(x, 3, stride=2, padding=1),
    }
    out = {}
    for name, (layer, shape) in {**layers, **{key: (pool, (2, 3, 6, 5)) for key, pool in pools.items()}}.items():
        parameters = list(layer.named_parameters()) if isinstance(layer, torch.nn.Module) else []
        for _, parameter in parameters:
            parameter.data += torch.tensor(0.2 * random.standard_normal(parameter.shape), dtype=torch.float32)
        x = torch.tensor(random.standard_normal(shape), dtype=torch.float32, requires_grad=True)
        y = layer(x)
        weight = torch.tensor(random.standard_normal(y.shape), dtype=torch.float32)
        (y * weight).sum().backward()
        for key, tensor in (("x", x), ("y", y), ("weight", weight), ("dx", x.grad)):
            out[f"{name}/{key}"] = np.ascontiguousarray(np.moveaxis(tensor.detach().numpy(), 1, -1))
        for key, parameter in parameters:
            out[f"{name}/p/{key}"], out[f"{name}/g/{key}"] = parameter.detach().numpy(), parameter.grad.numpy()
    out["batch/running_mean"] = layers["batch"][0].running_mean.numpy()
    out["batch/running_var"] = layers["batch"][0].running_var.numpy()
    np.savez("windows.npz", **out)


def losses():
    """Cross-entropy over rows, of which one is ignored, and binary cross-entropy; scores, classes, losses, gradients."""
    random = np.random.default_rng(11)
    F = torch.nn.functional
    scores = (3 * random.standard_normal((6, 5))).astype(np.float32)
    classes = np.array([0, 4, 2, -1, 3, 3], dtype=np.int64)
    targets = random.random((6, 5)).astype(np.float32)
    out = {"scores": scores, "classes": classes, "targets": targets}
    makers = {
        "plain": lambda x: F.cross_entropy(x[[0, 1, 2, 4, 5]], torch.tensor(classes[[0, 1, 2, 4, 5]])),
        "ignored": lambda x: F.cross_entropy(x, torch.tensor(classes), ignore_index=-1),
        "smoothed": lambda x: F.cross_entropy(x, torch.tensor(classes), ignore_index=-1, label_smoothing=0.1),
        "binary": lambda x: F.binary_cross_entropy_with_logits(x, torch.tensor(targets)),
    }
    for name, make in makers.items():
        x = torch.tensor(scores, requires_grad=True)
        loss = make(x)
        loss.backward()
        out[name], out[name + "_gradient"] = loss.detach().numpy()[None], x.grad.numpy()
    np.savez("losses.npz", **out)


class Gpt(torch.nn.Module):
    """A GPT of two pre-norm blocks: the layers of nn.TransformerEncoder, learned positions, a last norm, a head."""

    def __init__(self, words, width, context):
        super().__init__()
        self.words = torch.nn.Embedding(words, width)
        self.positions = torch.nn.Parameter(torch.zeros(context, width))
        layer = torch.nn.TransformerEncoderLayer(
            width, 2, dim_feedforward=4 * width, dropout=0.0, activation="gelu", norm_first=True, batch_first=True)
        self.blocks = torch.nn.TransformerEncoder(layer, 2)
        self.norm = torch.nn.LayerNorm(width)
        self.head = torch.nn.Linear(width, words, bias=False)

    def forward(self, ids):
        n = ids.shape[1]
        x = self.words(ids) + self.positions[:n]
        x = self.blocks(x, mask=torch.triu(torch.full((n, n), -torch.inf), 1))
        return self.head(self.norm(x))


def gpt():
    """Loss and gradients of the next id for 2 x 6 ids of 11, then 10 steps of AdamW on the same."""
    random = np.random.default_rng(13)
    torch.manual_seed(2)
    model = Gpt(11, 8, 6)
    for parameter in model.parameters():
        parameter.data += torch.tensor(0.2 * random.standard_normal(parameter.shape), dtype=torch.float32)
    ids = random.integers(0, 11, (2, 7))
    out = {"ids": ids[:, :-1].reshape(-1), "next": ids[:, 1:].reshape(-1)}
    for key, parameter in model.named_parameters():
        out["p/" + key] = parameter.detach().numpy().copy()
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.01, weight_decay=0.1)
    curve = []
    for step in range(11):
        optimiser.zero_grad()
        scores = model(torch.tensor(ids[:, :-1]))
        loss = torch.nn.functional.cross_entropy(scores.reshape(-1, 11), torch.tensor(out["next"]))
        loss.backward()
        curve.append(loss.item())
        if step == 0:
            out["scores"] = scores.detach().numpy().reshape(-1, 11)
            for key, parameter in model.named_parameters():
                out["g/" + key] = parameter.grad.numpy().copy()
        optimiser.step()
    out["curve"] = np.array(curve)
    np.savez("gpt.npz", **out)


optimisers()
schedules()
blocks()
recurrent()
windows()
losses()
gpt()
