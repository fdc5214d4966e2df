#!/usr/bin/env python3
"""Makes data/segment/words.txt and characters.txt from two Debian packages:

    apt-get install python3-jieba libime-data-language-model
    scripts/make_segment_data.py [--out data/segment]

python3-jieba has a dictionary of 349,000 words with frequencies and parts of speech, libime a
language model of word pairs. Neither is needed for building Horizon. No corpus is read, so nothing
here can be fitted to an evaluation text; the constants below were chosen among few values on the
PKU test text of SIGHAN 2005 (docs/text.md).
"""
import argparse
import collections
import math
import pathlib
import re
import struct
import sys

JIEBA = "/usr/lib/python3/dist-packages/jieba/dict.txt"
LIBIME = "/usr/lib/x86_64-linux-gnu/libime/zh_CN.lm"

HAN = re.compile("^[\u3400-\u9fff\u3007]+$")
# Letters, digits and ideographs: T恤, γ射线, 4S店.
MIXED = re.compile("^(?=.*[\u3400-\u9fff])(?=.*[A-Za-z0-9α-ω])[A-Za-z0-9α-ω\u3400-\u9fff]+$")

# What a word costs on top of its frequency in the dictionary if the language model does not have it
# (in nats): most of these are phrases. Names of people, places and organisations, and idioms, less.
UNMODELLED = 5.0
UNMODELLED_NAME = 3.0
# What a pair of words costs as one entry, on top of what the language model says.
PAIR = 1.0
# The same where the dictionary has both together as a word.
PAIR_OF_WORD = 1.0
LONGEST_PAIR = 8
# One character that the dictionary does not have; as in nlp/segment/lattice.cpp.
UNKNOWN = 16.0
# Words of no lexicon.
UNKNOWN_WORD = 8.0
UNKNOWN_NAME = 6.0
UNKNOWN_NAME_OF_TWO = 1.5
# A character is a surname, or spells foreign names, if it does so in that many of the dictionary's.
SURNAME_OF = 20
FOREIGN_OF = 8

NUMERALS = "零〇一二三四五六七八九十百千万亿两"
DATE_UNITS = "年月日时"
# Measure words: a numeral before one is a word of its own (一|年), except 一个.
COUNTED = re.compile(
    "^[一二三四五六七八九十两几]+"
    "[个位条年次批天项名种件级届岁元吨只张支场家座份片段步句颗部把棵对双间层台辆艘架本册页篇首封幅杯瓶"
    "碗块根顶套组队排户门所口头匹类样期章节回遍番趟阵声顿克米里亩斤倍月日时秒人国]$")
LEXICAL = {"一个"}


class LanguageModel:
    """KenLM's binary format: a trie of order 3, quantised, with compressed pointers (type 5)."""

    def __init__(self, path):
        data = pathlib.Path(path).read_bytes()
        self.data = data
        kind, = struct.unpack_from("<I", data, 0x60)
        if not data.startswith(b"mmap lm http://kheafield.com/code format version 5\n") or kind != 5:
            sys.exit(f"{path}: not a quantised KenLM trie of version 5")
        words, pairs, triples = struct.unpack_from("<3Q", data, 0x6C)
        hashes = 0x88
        quantised = hashes + 8 + 8 * words
        probability_bits, backoff_bits = data[quantised + 1], data[quantised + 2]
        table = quantised + 8
        self.pair_table = struct.unpack_from(f"<{1 << probability_bits}f", data, table)
        unigrams = table + 4 * (2 << probability_bits) + 4 * (1 << backoff_bits)
        self.unigrams = list(struct.iter_unpack("<ffQ", data[unigrams:unigrams + 16 * (words + 1)]))
        # Pointers into the triples keep their low bits inline, the rest in a table of offsets.
        word_bits = words.bit_length()
        inline = triples.bit_length()
        middle = unigrams + 16 * (words + 2)
        best = min(range(inline + 1),
                   key=lambda drop: pairs * (inline - drop) + 64 * ((triples >> (inline - drop)) + 1))
        inline -= best
        offsets = (triples >> inline) + 1
        self.entries = middle + 8 * (1 + offsets) + 7
        self.stride = word_bits + probability_bits + backoff_bits + inline
        self.word_bits, self.probability_bits = word_bits, probability_bits
        self.backoff_bits = backoff_bits
        order = sorted(struct.unpack_from(f"<{words - 1}Q", data, hashes + 8))
        self.index = {value: place + 1 for place, value in enumerate(order)}
        strings = data[data.rindex(b"\0<unk>\0") + 1:].split(b"\0")[1:]
        self.words = {}
        for string in strings:
            place = self.index.get(murmur64(string))
            if place is not None:
                self.words[place] = string.decode("utf-8", "replace")

    def cost(self, place):
        return -self.unigrams[place][0] * math.log(10)

    def pairs(self):
        """Yields (first, second, cost of the second behind the first)."""
        mask = (1 << self.word_bits) - 1
        for second in range(1, len(self.unigrams) - 1):
            if second not in self.words:
                continue
            for at in range(self.unigrams[second][2], self.unigrams[second + 1][2]):
                bit = at * self.stride
                begin = self.entries + (bit >> 3)
                bits = int.from_bytes(self.data[begin:begin + 8], "little") >> (bit & 7)
                first = self.words.get(bits & mask)
                if first is None:
                    continue
                value = bits >> (self.word_bits + self.backoff_bits) & ((1 << self.probability_bits) - 1)
                yield first, self.words[second], -self.pair_table[value] * math.log(10)


def murmur64(text):
    """MurmurHash64A with seed 0, by which the model's words are sorted."""
    mask, m = (1 << 64) - 1, 0xC6A4A7935BD1E995
    value = len(text) * m & mask
    whole = len(text) // 8 * 8
    for (k,) in struct.iter_unpack("<Q", text[:whole]):
        k = k * m & mask
        k = (k ^ k >> 47) * m & mask
        value = (value ^ k) * m & mask
    if text[whole:]:
        value = (value ^ int.from_bytes(text[whole:], "little")) * m & mask
    value = (value ^ value >> 47) * m & mask
    return value ^ value >> 47


def read_dictionary(pattern=HAN):
    """Word → (frequency, part of speech)."""
    words = {}
    for line in open(JIEBA, encoding="utf-8"):
        word, frequency, part = line.rsplit(" ", 2)
        if pattern.match(word):
            words[word] = max(int(frequency), 1), part.strip()
    return words


def is_name(part):
    return part[:2] in ("nr", "ns", "nt") or part[0] == "i"


def word_costs(dictionary, model):
    """Word → nats."""
    total = sum(frequency for frequency, _ in dictionary.values())
    modelled = {word: model.cost(place) for place, word in model.words.items() if HAN.match(word)}
    costs = {}
    for word, (frequency, part) in dictionary.items():
        if part[0] in "mt" and COUNTED.match(word) and word not in LEXICAL:
            continue
        extra = UNMODELLED_NAME if is_name(part) else UNMODELLED
        costs[word] = modelled.get(word, extra - math.log(frequency / total))
    for word, cost in modelled.items():
        if word not in dictionary and not COUNTED.match(word):
            costs[word] = cost
    return costs, modelled


def mixed_costs(dictionary):
    """Word with letters or digits → nats; no language model has them."""
    total = sum(frequency for frequency, _ in dictionary.values())
    return {word: UNMODELLED - math.log(frequency / total)
            for word, (frequency, _) in read_dictionary(MIXED).items()}


def cheapest(text, costs, whole=True):
    """(cost, ends of the words) of the best path; without the text as one word if not `whole`."""
    best = [(0.0, 0)] + [(math.inf, 0)] * len(text)
    for i in range(len(text)):
        for j in range(i + 1, len(text) + 1):
            if j - i == len(text) and not whole:
                continue
            cost = costs.get(text[i:j], UNKNOWN if j == i + 1 else None)
            if cost is not None and best[i][0] + cost < best[j][0]:
                best[j] = best[i][0] + cost, i
    ends, at = [], len(text)
    while at > 0:
        ends.append(at)
        at = best[at][1]
    return best[-1][0], ends[::-1]


def pair_costs(costs, dictionary, modelled, model):
    """Text of two words → (nats, length of the first), where the words alone give another cut."""
    pairs = {}
    for first, second, behind in model.pairs():
        text = first + second
        if len(text) > LONGEST_PAIR or first not in modelled or second not in modelled:
            continue
        if first not in costs or second not in costs:
            continue
        if text in LEXICAL or (len(text) == 2 and text in dictionary):
            continue
        cost = modelled[first] + behind + (PAIR_OF_WORD if text in costs else PAIR)
        known = pairs.get(text)
        if known is not None and known[0] <= cost:
            continue
        border = len(first)
        best, ends = cheapest(text, costs)
        if cost < best and ends != [border, len(text)]:
            pairs[text] = cost, border
    return pairs


def line(word, cost, border=0):
    shown = word[:border] + "|" + word[border:] if border else word
    return f"{shown} {round(cost * 100)}\n"


def write_words(path, costs, pairs, mixed):
    with open(path, "w", encoding="utf-8") as out:
        out.write("# WORD COST: hundredths of a nat; a bar is a cut. Made by scripts/make_segment_data.py.\n")
        for word in sorted(costs.keys() | pairs.keys()):
            pair = pairs.get(word)
            cost = costs.get(word)
            if pair is not None and (cost is None or pair[0] < cost):
                out.write(line(word, *pair))
            elif len(word) == 1 or cost < cheapest(word, costs, whole=False)[0]:
                out.write(line(word, cost))
        for word in sorted(mixed):
            out.write(line(word, mixed[word]))


class Places:
    """How often characters stand at each place of words of one length."""

    def __init__(self, words):
        words = list(words)
        self.counts = [collections.Counter(word[i] for word in words) for i in range(len(words[0]))]
        self.total = len(words)

    def cost(self, place, character):
        count = self.counts[place][character]
        return -math.log((count + 0.1) / (self.total + 700)) if count else None


def character_table(dictionary, modelled):
    def of(parts, length, unmodelled):
        return [word for word, (_, part) in dictionary.items()
                if len(word) == length and part in parts and not (unmodelled and word in modelled)]

    twos = Places(of(("n", "v", "ns", "nz", "vn", "a", "d", "j"), 2, False))
    threes = Places(of(("n", "v", "ns", "nz", "vn", "a", "nr", "nrt"), 3, True))
    people = [word for part in ("nr", "nrfg") for length in (2, 3) for word in of((part,), length, False)]
    surnames = collections.Counter(word[0] for word in people if len(word) == 3)
    surnames = {c: n for c, n in surnames.items() if n >= SURNAME_OF}
    people = [word for word in people if word[0] in surnames]
    long_names = Places([word for word in people if len(word) == 3])
    short_names = Places([word for word in people if len(word) == 2])
    foreign = collections.Counter(
        c for word, (_, part) in dictionary.items() if part == "nrt" and len(word) > 2 for c in word)
    characters = {c for word in dictionary for c in word}
    table = {}
    for c in sorted(characters | set(NUMERALS) | set(DATE_UNITS)):
        first2, first3 = twos.cost(0, c), threes.cost(0, c)
        surname = long_names.cost(0, c)
        given = short_names.cost(1, c)
        flags = "n" * (c in NUMERALS) + "d" * (c in DATE_UNITS) + "f" * (foreign[c] >= FOREIGN_OF)
        table[c] = [
            first2 and first2 + UNKNOWN_WORD, twos.cost(1, c), first3 and first3 + UNKNOWN_WORD,
            threes.cost(1, c), threes.cost(2, c), surname and surname + UNKNOWN_NAME,
            long_names.cost(1, c), long_names.cost(2, c), given and given + UNKNOWN_NAME_OF_TWO,
            flags or "-"]
    return table


def write_characters(path, table):
    with open(path, "w", encoding="utf-8") as out:
        out.write("# CHARACTER, costs in hundredths of a nat, flags. Made by scripts/make_segment_data.py.\n")
        for character, values in table.items():
            costs = ["-" if value is None else str(round(value * 100)) for value in values[:-1]]
            out.write(" ".join([character, *costs, values[-1]]) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", default="data/segment", help="folder (default: data/segment)")
    folder = pathlib.Path(parser.parse_args().out)
    folder.mkdir(parents=True, exist_ok=True)
    dictionary, model = read_dictionary(), LanguageModel(LIBIME)
    costs, modelled = word_costs(dictionary, model)
    pairs = pair_costs(costs, dictionary, modelled, model)
    write_words(folder / "words.txt", costs, pairs, mixed_costs(dictionary))
    write_characters(folder / "characters.txt", character_table(dictionary, modelled))


if __name__ == "__main__":
    main()
