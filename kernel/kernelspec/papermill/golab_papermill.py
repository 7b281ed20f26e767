"""Parameters in Go for papermill: papermill -k golab -p rate 0.1 in.ipynb out.ipynb

papermill writes the parameters of a notebook as code. This module teaches it to
write Go, for all kernels whose language is "go":

    int, float, bool, str   n := 5   rate := 0.001   on := true   name := "ham"
    list                    []int{1, 2}   []float64{0.1, 1}   []any{1, "a"}
    dict                    map[string]any{"rate": 0.1}
    None                    any(nil)

A variable that is a float64 or a []float64 in the cell tagged parameters remains
one: rate := 2.0.

papermill has no list of translators that a package could add itself to, but it
loads all packages that list an engine. So this one lists an engine, "golab", which
is papermill's usual one.

"golab install --papermill" puts this file here, "golab uninstall --papermill" takes
it away.
"""

import math
import re

KEYWORDS = frozenset(
    "break case chan const continue default defer else fallthrough for func go goto if import "
    "interface map package range return select struct switch type var".split()
)


def quote(text):
    """A text as a string of Go, with everything that does not print escaped."""
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    out = []
    for c in text:
        code = ord(c)
        if c in escapes:
            out.append(escapes[c])
        elif 0xD800 <= code < 0xE000:  # half of a pair: no character
            out.append("\ufffd")
        elif c == " " or c.isprintable():
            out.append(c)
        elif code < 0x10000:
            out.append(f"\\u{code:04x}")
        else:
            out.append(f"\\U{code:08x}")
    return '"' + "".join(out) + '"'


def whole(value):
    """An int, in a type that holds it."""
    if -(2**63) <= value < 2**63:
        return str(value)
    if 0 <= value < 2**64:
        return f"uint64({value})"
    return number(float(value))


def number(value):
    """A float. nan and inf need the package math."""
    if math.isnan(value):
        return "math.NaN()"
    if math.isinf(value):
        return "math.Inf(1)" if value > 0 else "math.Inf(-1)"
    return repr(float(value))


def common(types):
    """The type that holds values of all the types."""
    types = set(types)
    if len(types) == 1:
        return types.pop()
    if types == {"int", "float64"}:
        return "float64"
    if types and all(t.startswith("[]") for t in types):
        return "[]" + common(t[2:] for t in types)
    return "any"


def type_of(value):
    """The type of a value in Go."""
    if value is None:
        return "any"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        if -(2**63) <= value < 2**63:
            return "int"
        return "uint64" if 0 <= value < 2**64 else "float64"
    if isinstance(value, float):
        return "float64"
    if isinstance(value, dict):
        return "map[string]any"
    if isinstance(value, (list, tuple)):
        return "[]" + common(type_of(v) for v in value)
    return "string"


def literal(value, typ, elided=False):
    """A value as Go writes it where the type is typ. A list within a list elides it."""
    if isinstance(value, (list, tuple)):
        typ = type_of(value) if typ == "any" else typ
        inner = typ[2:]
        items = ", ".join(literal(v, inner, inner.startswith("[]")) for v in value)
        return ("" if elided else typ) + "{" + items + "}"
    if isinstance(value, dict):
        pairs = (f"{quote(str(k))}: {literal(v, 'any')}" for k, v in value.items())
        return "map[string]any{" + ", ".join(pairs) + "}"
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return number(float(value)) if typ == "float64" else whole(value)
    if isinstance(value, float):
        return number(value)
    return quote(str(value))  # dates of YAML, and the like


def as_declared(value, typ):
    """A value as what its variable is in the notebook, if that is a matter of whole numbers."""
    def is_number(v):
        return isinstance(v, (int, float)) and not isinstance(v, bool)

    if typ == "float64" and is_number(value):
        return literal(value, typ)
    if typ == "[]float64" and isinstance(value, (list, tuple)) and all(map(is_number, value)):
        return literal(value, typ)
    return None


class GoTranslator:
    """Writes parameters in Go, as papermill's translators do in their languages."""

    declared = {}  # the types of the notebook's parameters: papermill inspects, then codifies

    @classmethod
    def translate(cls, value):
        """A value as it stands behind :="""
        return "any(nil)" if value is None else literal(value, type_of(value))

    @classmethod
    def comment(cls, text):
        return "\n".join(f"// {line}".rstrip() for line in str(text).splitlines() or [""])

    @classmethod
    def assign(cls, name, value):
        name = str(name)  # YAML takes on: for True
        if not name.isidentifier() or name in KEYWORDS:
            raise ValueError(f"golab: the parameter {name!r} is no name of a variable in Go")
        return f"{name} := {value}"

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        """The cell that papermill puts below the one tagged parameters."""
        declared, cls.declared = cls.declared, {}
        lines = [
            cls.assign(name, as_declared(value, declared.get(name)) or cls.translate(value))
            for name, value in parameters.items()
        ]
        if any(needs_math(value) for value in parameters.values()):
            lines.insert(0, 'import "math"')
        return "".join(line + "\n" for line in [cls.comment(comment), *lines])

    # name := value // help      var name type = value // help
    PARAMETER = re.compile(
        r"^\s*(?:(?:var|const)\s+)?(?P<name>[^\W\d]\w*)(?:\s+(?P<type>[\w.\[\]*]+))?\s*(?::=|=)\s*"
        r"(?P<value>\"(?:[^\"\\]|\\.)*\"|`[^`]*`|.*?)\s*(?://\s*(?P<help>.*))?$"
    )

    @classmethod
    def inspect(cls, parameters_cell):
        """The parameters that a cell assigns, one a line."""
        from papermill.models import Parameter

        found, cls.declared = [], {}
        for line in parameters_cell["source"].splitlines():
            match = cls.PARAMETER.match(line)
            if match and match["value"] and match["name"] not in KEYWORDS:
                typ = match["type"] or inferred(match["value"])
                found.append(Parameter(match["name"], typ, match["value"], match["help"] or ""))
                cls.declared[match["name"]] = typ
        return found


def needs_math(value):
    """Whether a value cannot be written without the package math."""
    if isinstance(value, dict):
        return any(needs_math(v) for v in value.values())
    if isinstance(value, (list, tuple)):
        return any(needs_math(v) for v in value)
    return isinstance(value, float) and not math.isfinite(value)


def inferred(value):
    """The type of a value that stands in a cell, or "None"."""
    if value in ("true", "false"):
        return "bool"
    if value[0] in "\"`":
        return "string"
    if re.fullmatch(r"[-+]?(\d[\d_]*|0[xXbBoO][\da-fA-F_]+)", value):
        return "int"
    if re.fullmatch(r"[-+]?(\d[\d_]*)?\.?\d*([eE][-+]?\d+)?", value):
        return "float64"
    composite = re.match(r"((?:\[\d*\]|map\[\w+\])+[\w.]+)\{", value)
    return composite[1] if composite else "None"


class Engine:
    """papermill's usual engine. That it is listed makes papermill load this module."""

    @classmethod
    def _usual(cls):
        from papermill.engines import NBClientEngine

        return NBClientEngine

    @classmethod
    def execute_notebook(cls, *args, **kwargs):
        return cls._usual().execute_notebook(*args, **kwargs)

    @classmethod
    def nb_kernel_name(cls, *args, **kwargs):
        return cls._usual().nb_kernel_name(*args, **kwargs)

    @classmethod
    def nb_language(cls, *args, **kwargs):
        return cls._usual().nb_language(*args, **kwargs)


def register():
    """Make papermill use GoTranslator."""
    from papermill.translators import papermill_translators

    papermill_translators.register("go", GoTranslator)


register()  # below the classes, since it makes papermill look for Engine
