# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
"""Just enough reading of C++ for the style checks: what is code, and where functions begin and end.

Not a parser. It knows comments, literals and braces; preprocessor branches that open one brace
twice confuse it.
"""

import re

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<raw>\b(?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")
      | (?P<text>"(?:\\.|[^"\\\n])*")
      | (?P<char>(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+')""",
    re.S | re.X)


def blank_out(text):
    """The text with comments and the insides of literals as spaces; line breaks stay."""

    def blank(found):
        piece = found[0]
        if found["comment"]:
            return re.sub(r"[^\n]", " ", piece)
        return piece[0] + re.sub(r"[^\n]", " ", piece[1:-1]) + piece[-1]

    return TOKEN.sub(blank, text)


def closing_brace(code, opening):
    """The offset just past the brace that closes the one at `opening`."""
    depth = 0
    for found in BRACE.finditer(code, opening):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.end()
    return len(code)


DIRECTIVE = re.compile(r"(?m)^[ \t]*#.*$")
BRACE = re.compile(r"[{}]")
STOP = re.compile(r"[{};]")
SCOPE = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b")
ATTRIBUTE = re.compile(r"\b(alignas|__attribute__|final)\b\s*(\(\(?[^)]*\)?\))?")
NAME = re.compile(r"([~\w:]+|operator\s*\S+?)\s*\(")


def functions(code):
    """Yields (name, first line, number of lines) of each function; its lambdas are lines of it."""
    position = 0
    head = 0  # where the text that leads up to the next brace begins
    while True:
        found = STOP.search(code, position)
        if found is None:
            return
        position = found.end()
        if found[0] != "{":
            if inside_parentheses(code, head, found.start()):
                continue
            head = position
            continue
        lead = DIRECTIVE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), code[head:found.start()])
        if is_scope(lead):
            head = position
            continue
        end = closing_brace(code, found.start())
        if is_initializer(code, lead, end):
            position = end  # a member or a variable with braces; the declaration goes on
            continue
        start = head + len(lead) - len(lead.lstrip())
        first = code.count("\n", 0, start) + 1
        if not lead.lstrip().startswith("INSTANTIATE_"):
            yield name_of(lead), first, code.count("\n", start, end) + 1
        position = head = end


def name_of(lead):
    found = NAME.search(lead)
    if found is None:
        return "?"
    if found[1].startswith(("TEST", "BENCHMARK")):
        return " ".join(lead.split())
    return found[1]


def inside_parentheses(code, start, end):
    piece = code[start:end]
    return piece.count("(") > piece.count(")")


def is_scope(lead):
    """A namespace, a type, or extern "C": what stands inside is looked at again."""
    found = SCOPE.search(lead)
    if not found or "(" in lead[:found.start()]:
        return False
    if found[1] == "namespace" or found[1] == "extern":
        return "(" not in lead
    rest = ATTRIBUTE.sub("", lead[found.end():])
    return "(" not in rest and "=" not in rest


def is_initializer(code, lead, end):
    if "(" not in lead:
        return True
    if re.search(r"=\s*$|\breturn\s*$", lead):
        return True
    # A constructor's `: member{value}, ...`, or an argument in braces: the declaration goes on.
    following = code[end:end + 64].lstrip()[:1]
    is_body = re.search(r"\)\s*(const|noexcept|override|final|\s)*$", lead)
    return following in (",", "{", ")", ";", ".") and not is_body
