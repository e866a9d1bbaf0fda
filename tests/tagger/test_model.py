"""The run-time room with a tiny model of random weights, made as the shipped one is made, without torch."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models

from mahdar.arabic.folding import Folded
from mahdar.arabic.words import words
from mahdar.errors import TaggerError
from mahdar.tagger import Page, Tagger, default_tagger, sections_of
from mahdar.tagger.labels import RELATIONS
from mahdar.tagger.model import LABELS, MODEL_FILE, PACKAGED
from mahdar.tagger.pairing import BUCKETS, WIDTH

ROOT = Path(__file__).parents[2]
TEXT = "قال الوزير في بغداد إن اللقاء كان مفيدا\nوأضاف 25 مرة"


def exporter():
    spec = importlib.util.spec_from_file_location("export", ROOT / "training" / "export.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def random_weights(vocabulary, hidden=64, inner=128):
    rng = np.random.default_rng(5)
    pairs = 2 * len(RELATIONS) * WIDTH
    shapes = {"word": (vocabulary, hidden), "place": (512, hidden), "section": (4, hidden), "heads": (LABELS, hidden)}
    shapes |= {"pairs": (pairs, hidden), "norm": (hidden,)}
    parts = {"qkv": (3 * hidden, hidden), "out": (hidden, hidden), "norm": (hidden,), "widen": (inner, hidden)}
    parts |= {"narrow": (hidden, inner), "norm2": (hidden,)}
    shapes |= {f"layers.{n}.{part}": shape for n in range(2) for part, shape in parts.items()}
    found = {f"{name}.weight": rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    found |= {f"{name}.bias": rng.normal(size=shape[0]).astype(np.float32) for name, shape in shapes.items()}
    return found | {"distance": rng.normal(size=(len(RELATIONS), BUCKETS)).astype(np.float32)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("tagger")
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىءةأإآؤئ0123456789"
    vocabulary = [(p, 0.0) for p in ("<s>", "<pad>", "</s>", "<unk>")] + [(c, -2.0) for c in ("\u2581", *letters)]
    Tokenizer(models.Unigram(vocabulary, unk_id=3, byte_fallback=False)).save(str(found / "pieces.json"))
    exporter().export(random_weights(len(vocabulary)), 1, found / "pieces.json", found, "test-1")
    return found


@pytest.fixture(scope="module")
def tagger(folder):
    return Tagger.load(folder)


@pytest.fixture(scope="module")
def in_floats(folder, tmp_path_factory):
    made, found = exporter(), tmp_path_factory.mktemp("floats")
    count = Tokenizer.from_file(str(folder / "pieces.json")).get_vocab_size()
    made.export(random_weights(count), 1, folder / "pieces.json", found, "test-2", made.FloatGraph())
    return Tagger.load(found)


def page(text):
    found = words(Folded(text))
    return Page(text, found, sections_of(found, (0, 5), None, []))


def test_a_page_reads_the_same_whatever_it_is_read_with(tagger):
    pages = [page(TEXT * n) for n in (1, 3, 1, 40, 2, 7)]
    together = tagger.tag(pages)
    for one, tagged in zip(pages, together, strict=True):
        (alone,) = tagger.tag([one])
        assert np.array_equal(alone.logits, tagged.logits)
        assert np.array_equal(alone.pairs, tagged.pairs)
    for tagged, again in zip(together[::-1], tagger.tag(pages[::-1]), strict=True):
        assert np.array_equal(tagged.logits, again.logits)


def test_products_of_floats_say_the_same(tagger, in_floats):
    pages = [page(TEXT * n) for n in (1, 3, 40, 7)]
    together = in_floats.tag(pages)
    for one, whole, floats in zip(pages, tagger.tag(pages), together, strict=True):
        assert np.corrcoef(whole.logits.ravel(), floats.logits.ravel())[0, 1] > 0.995
        assert np.array_equal(in_floats.tag([one])[0].logits, floats.logits)


def test_fewer_heads_and_inner_units(folder, tmp_path):
    count = Tokenizer.from_file(str(folder / "pieces.json")).get_vocab_size()
    weights = random_weights(count)
    for part, at in (("qkv.weight", np.r_[0:32, 64:96, 128:160]), ("qkv.bias", np.r_[0:32, 64:96, 128:160])):
        weights[f"layers.0.{part}"] = weights[f"layers.0.{part}"][at]
    weights["layers.0.out.weight"] = weights["layers.0.out.weight"][:, :32]
    weights["layers.1.widen.weight"], weights["layers.1.widen.bias"] = (
        weights[f"layers.1.widen.{part}"][:48] for part in ("weight", "bias")
    )
    weights["layers.1.narrow.weight"] = weights["layers.1.narrow.weight"][:, :48]
    exporter().export(weights, 1, folder / "pieces.json", tmp_path, "test-3")
    (tagged,) = Tagger.load(tmp_path).tag([page(TEXT)])
    assert np.isfinite(tagged.logits).all()


def test_heads_are_asked_for_once(tagger):
    (tagged,) = tagger.tag([page(TEXT)])
    forgetful = tagged._replace(memo=None)
    for _ in range(2):
        assert np.array_equal(tagged.chances("content", slice(2, 5)), forgetful.chances("content", slice(2, 5)))
        assert np.array_equal(tagged.log_scores("name"), forgetful.log_scores("name"))
    assert set(tagged.memo) == {"content", "name"}


@pytest.mark.parametrize("text", ["", "\n\n\n", "ب" * 40, "https://example.org/" + "x" * 500])
def test_odd_pages(tagger, text):
    (tagged,) = tagger.tag([page(text)])
    assert tagged.logits.shape == (len(words(Folded(text))), LABELS)
    assert np.isfinite(tagged.logits).all()


def test_a_bonus_moves_names(tagger):
    (tagged,) = tagger.tag([page(TEXT)])
    bonus = np.zeros((len(tagged.logits), 9), np.float32)
    bonus[:, 0] = 1e3
    assert tagged.names(bonus) == []
    bonus[2, 3] = 1e4
    assert [s[:3] for s in tagged.names(bonus)] == [(2, 3, 1)]


def test_scores_follow_the_distance(tagger):
    (tagged,) = tagger.tag([page(TEXT)])
    (before, after) = tagged.score("speaker", 3, [2, 4])
    product = tagged.pairs[[2, 4], 1, 0] @ tagged.pairs[3, 0, 0] / np.sqrt(WIDTH)
    assert [before, after] == pytest.approx([product[0] + tagged.distance[0, 8], product[1] + tagged.distance[0, 10]])


def test_a_foreign_or_broken_file_is_refused(folder, tmp_path):
    with pytest.raises(TaggerError, match="cannot be read"):
        Tagger.load(tmp_path)
    (tmp_path / "pieces.json").write_text(json.dumps({}))
    (tmp_path / "tagger.onnx").write_bytes(b"no model")
    with pytest.raises(TaggerError, match="no model"):
        Tagger.load(tmp_path)
    (tmp_path / "tagger.onnx").write_bytes((folder / "tagger.onnx").read_bytes())
    with pytest.raises(TaggerError, match="not the vocabulary"):
        Tagger.load(tmp_path)


def test_a_stale_model_is_refused(folder, tmp_path):
    import onnx

    model = onnx.load(folder / "tagger.onnx")
    next(entry for entry in model.metadata_props if entry.key == "labels").value = '{"name": ["O"]}'
    onnx.save(model, tmp_path / "tagger.onnx")
    (tmp_path / "pieces.json").write_bytes((folder / "pieces.json").read_bytes())
    with pytest.raises(TaggerError, match="other labels"):
        Tagger.load(tmp_path)


def test_the_environment_chooses(folder, monkeypatch):
    monkeypatch.setenv("MAHDAR_TAGGER", "off")
    assert default_tagger() is None
    monkeypatch.setenv("MAHDAR_TAGGER", str(folder))
    assert default_tagger().name == "test-1"
    assert default_tagger() is default_tagger()


def test_a_packaged_model_reads_samples_the_same_whatever_the_batch():
    if not (PACKAGED / MODEL_FILE).exists():
        pytest.skip("no model is packaged here")
    shipped = Tagger.load(PACKAGED)
    pages = [page(p.read_text("utf-8")) for p in sorted((ROOT / "src/mahdar/samples").glob("*.txt"))]
    assert pages
    for one, tagged in zip(pages, shipped.tag(pages), strict=True):
        assert np.array_equal(shipped.tag([one])[0].logits, tagged.logits)


def test_fifty_thousand_words(tagger):
    (tagged,) = tagger.tag([page("ب " * 50_000)])
    assert len(tagged.logits) == 50_000
    assert tagged.logits.any(axis=1).all()
