"""What the scripts beside this one share: tensors that are gathered by name, and operations with their derivatives."""
import torch

tensors = {}


def put(name, tensor):
    """Keeps a tensor as a matrix of 32-bit numbers."""
    tensor = tensor.detach().clone().float()
    tensors[name] = (tensor.reshape(1, -1) if tensor.ndim < 2 else tensor).contiguous()


def operation(name, function, *inputs):
    """Keeps inputs `in.N`, the value `out`, weights `by` that sum it to a scalar, and that sum's derivatives `d.N`."""
    inputs = [i.clone().requires_grad_(True) for i in inputs]
    out = function(*inputs)
    by = torch.randn_like(out)
    (out * by).sum().backward()
    put(f"{name}/out", out)
    put(f"{name}/by", by)
    for number, tensor in enumerate(inputs):
        put(f"{name}/in.{number}", tensor)
        put(f"{name}/d.{number}", tensor.grad)
