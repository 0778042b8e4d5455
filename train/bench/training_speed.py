"""How fast bitstill trains beside PyTorch: the same networks, batches, optimiser, loss and data, on the same threads.

Both sides are processes that hold the data in memory and train one round whenever they are asked; rounds alternate, so
that whatever else the machine does meets both. Printed are samples per second and, per pair of rounds, their ratio.
"""

import argparse
import gzip
import os
import pathlib
import statistics
import subprocess
import sys
import time

BATCH = 32
# Samples of one round: about half a second of work.
CASES = {"mlp_qat": 8000, "mlp_float": 8000, "conv_float": 1280}


def read_idx(path):
    import numpy

    data = gzip.open(path).read()
    dimensions = data[3]
    shape = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(dimensions)]
    return numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * dimensions).reshape(shape)


def make_mlp(torch):
    nn = torch.nn

    class Mlp(nn.Module):
        def __init__(self):
            super().__init__()
            self.quantize = torch.ao.quantization.QuantStub()
            self.flatten = nn.Flatten()
            self.linear1, self.norm1, self.relu1 = nn.Linear(784, 72), nn.BatchNorm1d(72), nn.ReLU()
            self.linear2, self.norm2, self.relu2 = nn.Linear(72, 32), nn.BatchNorm1d(32), nn.ReLU()
            self.linear3 = nn.Linear(32, 10)
            self.dequantize = torch.ao.quantization.DeQuantStub()

        def forward(self, x):
            x = self.flatten(self.quantize(x))
            x = self.relu1(self.norm1(self.linear1(x)))
            x = self.relu2(self.norm2(self.linear2(x)))
            return self.dequantize(self.linear3(x))

    return Mlp()


def make_qat(torch):
    """Batch norm folded, then fake-quantised with one scale per tensor, as bitstill's students are by default."""
    quantization = torch.ao.quantization
    model = make_mlp(torch).eval()
    model = quantization.fuse_modules(model, [["linear1", "norm1"], ["linear2", "norm2"]]).train()
    model = quantization.fuse_modules_qat(model, [["linear1", "relu1"], ["linear2", "relu2"]])
    model.qconfig = quantization.get_default_qat_qconfig("qnnpack")
    return quantization.prepare_qat(model)


def make_conv(torch):
    nn = torch.nn
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(32 * 7 * 7, 10),
    )  # fmt: skip


def train_round(torch, model, optimizer, images, labels):
    model.train()
    total = torch.zeros(())
    order = torch.randperm(len(images))
    for start in range(0, len(images) - BATCH + 1, BATCH):
        batch = order[start : start + BATCH]
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.cross_entropy(model(images[batch]), labels[batch])
        loss.backward()
        optimizer.step()
        total += loss.detach()
    return total.item()


def work(case, threads, data):
    """PyTorch's side: one round per line of standard input, its seconds on standard output."""
    import torch

    torch.set_num_threads(threads)
    torch.manual_seed(1)
    count = CASES[case]
    images = torch.tensor(read_idx(data / "train-images-idx3-ubyte.gz")[:count]).unsqueeze(1).float() / 255
    labels = torch.tensor(read_idx(data / "train-labels-idx1-ubyte.gz")[:count]).long()
    model = {"mlp_qat": make_qat, "mlp_float": make_mlp, "conv_float": make_conv}[case](torch)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    for _ in sys.stdin:
        start = time.perf_counter()
        train_round(torch, model, optimizer, images, labels)
        print(time.perf_counter() - start, flush=True)


class Side:
    def __init__(self, command, threads):
        environment = {**os.environ, "OMP_NUM_THREADS": str(threads)}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )

    def seconds(self):
        try:
            self.process.stdin.write("round\n")
            self.process.stdin.flush()
            return float(self.process.stdout.readline())
        except (BrokenPipeError, ValueError):
            sys.exit(f"{' '.join(map(str, self.process.args))}: ended early; run it by hand and press Enter to see why")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def compare(case, threads, options):
    ours = Side([options.ours, options.config, case, str(CASES[case]), str(threads)], threads)
    theirs = Side([sys.executable, __file__, "--work", case, "--threads", str(threads), "--data", options.data], threads)
    sides = [ours, theirs]
    for side in sides:
        side.seconds()  # warms up
    pairs = []
    for round_number in range(options.rounds):
        order = sides if round_number % 2 == 0 else sides[::-1]
        seconds = {side: side.seconds() for side in order}
        pairs.append((CASES[case] / seconds[ours], CASES[case] / seconds[theirs]))
    for side in sides:
        side.close()
    ratios = sorted(mine / other for mine, other in pairs)
    mine, other = (statistics.median(column) for column in zip(*pairs))
    print(
        f"{case:<11} {threads:>7} {mine:>11,.0f} {other:>11,.0f} {statistics.median(ratios):>7.2f}"
        f"   {ratios[0]:.2f} to {ratios[-1]:.2f}",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ours", help="the program bench_training")
    parser.add_argument("--config", help="configs/mnist_mlp.yaml")
    parser.add_argument("--data", required=True, help="folder of MNIST's training files", type=pathlib.Path)
    parser.add_argument("--cases", nargs="+", default=list(CASES), choices=CASES)
    parser.add_argument("--threads", nargs="+", default=[1, 2], type=int)
    parser.add_argument("--rounds", default=9, type=int)
    parser.add_argument("--work", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        return work(options.work, options.threads[0], options.data)
    print("                        samples per second")
    print("case        threads    bitstill     PyTorch   ratio   spread", flush=True)
    for case in options.cases:
        for threads in options.threads:
            compare(case, threads, options)


if __name__ == "__main__":
    main()
