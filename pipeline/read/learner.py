"""Teaches the language model which way a judgement goes, by changes of low rank in its upper layers.

Source: Hu et al. 2021, LoRA: Low-Rank Adaptation of Large Language Models. Only ``pipeline.read.tune`` uses
this; no stage learns here.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from tqdm import tqdm
from transformers import AutoModel, LlamaModel

from pipeline.read.adapter import DOWN, UP
from pipeline.read.graph import LAYERS
from pipeline.read.reader import coded
from pipeline.read.weights import File

LOWEST = 8  # layers under this stay as they are, so that what they make of a text is worked out once
RANK, LOUD = 8, 2.0
EPOCHS, BATCH, RATE, WARM = 3, 16, 1e-3, 60
SMOOTH, DROPPED, DROPPED_LAST = 0.05, 0.05, 0.1
SEED = 0
SEVERAL = 20  # batches among which texts are ordered by length
ATTENTION = {"q_proj": "attn_q", "k_proj": "attn_k", "v_proj": "attn_v", "o_proj": "attn_output"}
FORWARD = {"gate_proj": "ffn_gate", "up_proj": "ffn_up", "down_proj": "ffn_down"}
TURNED = ("q_proj", "k_proj")
States = Sequence[Tensor]
Places = NDArray[np.int64]


class Changed(nn.Module):
    """A product of a layer, and the change that is learnt."""

    def __init__(self, own: nn.Linear) -> None:
        super().__init__()
        self.own, self.drop = own, nn.Dropout(DROPPED)
        spread = math.sqrt(own.in_features)
        self.down = nn.Parameter(torch.randn(RANK, own.in_features) / spread)
        self.up = nn.Parameter(torch.zeros(own.out_features, RANK))

    def forward(self, rows: Tensor) -> Tensor:
        """Rows (..., out) of rows (..., in)."""
        return self.own(rows) + LOUD * (self.drop(rows) @ self.down.T) @ self.up.T


class Learner(nn.Module):
    """The layers that change and the last one, which gives the loudness of each of k polarities."""

    def __init__(self, base: LlamaModel, classes: int) -> None:
        super().__init__()
        self.turn, self.layers = base.rotary_emb, nn.ModuleList(base.layers[LOWEST:LAYERS])
        for layer in self.layers:
            for block, names in ((layer.self_attn, ATTENTION), (layer.mlp, FORWARD)):
                for name in names:
                    own = getattr(block, name)
                    setattr(block, name, Changed(own.own if isinstance(own, Changed) else own))
        size = base.config.hidden_size
        self.head, width = size // base.config.num_attention_heads, 2 * size
        self.level = nn.LayerNorm(width, elementwise_affine=False)
        self.drop, self.last = nn.Dropout(DROPPED_LAST), nn.Linear(width, classes)
        nn.init.zeros_(self.last.weight)

    def forward(self, states: Tensor, lengths: Tensor) -> Tensor:
        """Logits (n, k) of texts from padded states (n, longest, d); ``lengths`` in tokens."""
        rows = _through(self.layers, self.turn, states)
        at = torch.arange(rows.shape[1])[None]
        own = ((at > 0) & (at < lengths[:, None])).to(rows.dtype)[..., None]
        halves = ((rows * own).sum(1) / own.sum(1), rows[torch.arange(len(rows)), lengths - 1])
        joined = torch.cat([functional.normalize(half, dim=1) for half in halves], dim=1)
        logits: Tensor = self.last(self.drop(self.level(joined)))
        return logits

    def arrays(self) -> dict[str, NDArray[np.float16]]:
        """What was learnt, by the names that ``Adapter`` gives it."""
        made = {"head": self.last.weight.T, "bias": self.last.bias}
        for place, layer in enumerate(self.layers, LOWEST):
            for block, names in ((layer.self_attn, ATTENTION), (layer.mlp, FORWARD)):
                for name, stored in names.items():
                    part, key = getattr(block, name), f"blk.{place}.{stored}"
                    up = _interleaved(part.up, self.head) if name in TURNED else part.up
                    made |= {f"{key}.{DOWN}": part.down, f"{key}.{UP}": LOUD * up}
        return {name: value.detach().numpy().astype(np.float16) for name, value in made.items()}


@dataclass(frozen=True)
class Lesson:
    """Texts as the unchanged layers leave them, and their polarities by number.

    Parameters
    ----------
    base: the language model in float32.
    states: of each text (tokens, d).
    wanted: array (n,).
    classes: how many polarities there are.

    """

    base: LlamaModel
    states: States
    wanted: NDArray[np.int64]
    classes: int

    def taught(self, places: Places) -> Learner:
        """What has learnt from the texts at ``places``."""
        torch.manual_seed(SEED)
        learner, rng = Learner(self.base, self.classes).train(), np.random.default_rng(SEED)
        free = [one for one in learner.parameters() if one.requires_grad]
        optimiser = torch.optim.AdamW(free, lr=RATE, weight_decay=0.01)
        steps = [batch for _ in range(EPOCHS) for batch in self._batches(places, rng)]
        for step, batch in enumerate(tqdm(steps, desc="learning", disable=None), 1):
            slowed = 0.5 * (1 + math.cos(math.pi * step / len(steps)))
            for group in optimiser.param_groups:
                group["lr"] = RATE * min(1, step / WARM) * max(0.02, slowed)
            optimiser.zero_grad()
            wanted = torch.from_numpy(self.wanted[batch])
            functional.cross_entropy(learner(*self._padded(batch)), wanted, label_smoothing=SMOOTH).backward()
            nn.utils.clip_grad_norm_(free, 1.0)
            optimiser.step()
        return learner.eval()

    def said(self, learner: Learner, places: Places) -> NDArray[np.float32]:
        """Roots of the chances (n, k) of the texts at ``places``: rows of length 1."""
        with torch.inference_mode():
            logits = [learner(*self._padded(np.array([place])))[0] for place in places]
            return torch.stack(logits).softmax(1).sqrt().numpy()

    def _batches(self, places: Places, rng: np.random.Generator) -> list[Places]:
        lengths = np.array([len(state) for state in self.states])
        parts = np.array_split(rng.permutation(places), max(1, len(places) // (BATCH * SEVERAL)))
        ordered = [part[np.argsort(lengths[part], kind="stable")] for part in parts]
        found = [part[start : start + BATCH] for part in ordered for start in range(0, len(part), BATCH)]
        return [found[place] for place in rng.permutation(len(found))]

    def _padded(self, places: Places) -> tuple[Tensor, Tensor]:
        states = [self.states[place] for place in places]
        lengths = torch.tensor([len(state) for state in states])
        return nn.utils.rnn.pad_sequence(states, batch_first=True), lengths


def base(file: File) -> LlamaModel:
    """The language model as the transformers library reads it, in float32, no weight of it to be learnt."""
    own = {"gguf_file": file.path.name, "local_files_only": True}
    model = AutoModel.from_pretrained(file.path.parent, dtype=torch.float32, **own).eval()
    return model.requires_grad_(False)


def states(model: LlamaModel, file: File, texts: Sequence[str], longest: int) -> Iterator[Tensor]:
    """What the layers under ``LOWEST`` make of each text: (tokens, d)."""
    for ids in tqdm(coded(file, texts, longest), desc="reading", disable=None):
        with torch.no_grad():
            words = model.embed_tokens(torch.tensor([ids]))
            yield _through(model.layers[:LOWEST], model.rotary_emb, words)[0].clone()


def _through(layers: Iterable[nn.Module], turn: nn.Module, rows: Tensor) -> Tensor:
    angles = turn(rows, torch.arange(rows.shape[1])[None])
    for layer in layers:
        rows = layer(rows, attention_mask=None, position_embeddings=angles)
    return rows


def _interleaved(rows: Tensor, head: int) -> Tensor:
    """Rows of queries or keys in the order of the file, which has the halves of a head in pairs."""
    return rows.reshape(-1, 2, head // 2, rows.shape[1]).swapaxes(1, 2).reshape(rows.shape)
