"""Narrowing a network in closed form; needs torch, which only training has."""

import sys
from pathlib import Path

import numpy as np
import pytest

from tests.tagger.test_model import random_weights

torch = pytest.importorskip("torch", reason="no torch here: narrowing a model is not tested")
sys.path.insert(0, str(Path(__file__).parents[2] / "training"))
narrow = pytest.importorskip("narrow")


def batches(rows=6, length=16, words=10, vocabulary=40):
    ids = torch.from_numpy(np.random.default_rng(1).integers(0, vocabulary, (rows, length)))
    shares = torch.zeros(rows, words, length)
    shares[:, torch.arange(words), torch.arange(words)] = 1.0
    return [{"ids": ids, "sections": ids * 0, "mask": torch.ones_like(ids), "shares": shares}]


def weights():
    return {name: torch.from_numpy(value) for name, value in random_weights(40).items()}


def test_what_the_others_can_make_up_for_goes_first():
    random = np.random.default_rng(2)
    held = torch.from_numpy(random.normal(size=(500, 6)).astype(np.float32))
    inputs = torch.cat(
        [held, held[:, :3] + 0.01 * torch.from_numpy(random.normal(size=(500, 3)).astype(np.float32))], 1
    )
    weight = torch.from_numpy(random.normal(size=(4, 9)).astype(np.float32))
    stay = narrow.survivors(inputs.T @ inputs, weight, 6, 1).tolist()
    assert {n % 6 for n in stay} == set(range(6))


def test_nothing_taken_away_changes_nothing():
    whole = weights()
    same = narrow.narrowed(dict(whole), batches(), inner=128, heads=2, merged=1)
    assert all(value.shape == same[name].shape for name, value in whole.items())


def test_layers_get_as_narrow_as_asked():
    found = narrow.narrowed(weights(), batches(), inner=48, heads=1, merged=1)
    assert found["layers.0.widen.weight"].shape == (48, 64)
    assert found["layers.1.narrow.weight"].shape == (64, 48)
    assert found["layers.0.qkv.weight"].shape == (96, 64)
    assert found["layers.1.out.weight"].shape == (64, 32)
