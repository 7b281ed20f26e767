"""The programs of this folder in Python, and the main loop that serves them."""

import functools
import math
import platform
import sys
import time


def FloatLoop(n):
    s = 0.0
    for i in range(n):
        s += float(i) * 0.5
    return int(s)


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def Fib(n):
    return fib(n)


def Sieve(n):
    p = [False] * (n + 1)
    c = 0
    for i in range(2, n + 1):
        if not p[i]:
            c += 1
            for j in range(i * 2, n + 1, i):
                p[j] = True
    return c


def matrix(n):
    return [[float(i * j % 7) + 0.5 for j in range(n)] for i in range(n)]


def MatMul(n):
    a, b, c = matrix(n), matrix(n), matrix(n)
    for i in range(n):
        for j in range(n):
            s = 0.0
            for k in range(n):
                s += a[i][k] * b[k][j]
            c[i][j] = s
    return int(c[n // 2][n // 3])


def Map(n):
    m = {}
    for i in range(n):
        k = i % 1000
        m[k] = m.get(k, 0) + i
    return m[7]


def Str(n):
    s = ""
    for _ in range(1000):
        s += "abcdefghij"
    s = s.encode()
    h = 0
    for _ in range(n // 10000):
        for i in range(len(s)):
            h = h * 31 + s[i]
            h &= 0xFFFFFF
    return h


def Append(n):
    xs = []
    for i in range(n):
        xs.append(i)
    return len(xs)


class Square:
    def __init__(self, w):
        self.w = w

    def area(self, k):
        return self.w * self.w * k


class Rectangle:
    def __init__(self, w, h):
        self.w, self.h = w, h

    def area(self, k):
        return self.w * self.h * k


def Iface(n):
    a, b, t = Square(2.0), Rectangle(2.0, 3.0), 0.0
    for _ in range(n):
        t += a.area(1) + b.area(0.5)
    return int(t)


def Closure(n):
    c = 0

    def add(d):
        nonlocal c
        c += d
        return c

    r = 0
    for i in range(n):
        r += add(i) & 1
    return r


class Body:
    __slots__ = ("x", "y", "vx", "vy")

    def __init__(self, x, y, vx, vy):
        self.x, self.y, self.vx, self.vy = x, y, vx, vy


def Structs(n):
    bs = [Body(0, 0, 1, 0), Body(1, 0, 0, 1), Body(0, 1, -1, 0)]
    for _ in range(n):
        for b in bs:
            b.x += b.vx * 0.01
            b.y += b.vy * 0.01
    return int(bs[0].x)


class Account:
    __slots__ = ("balance", "moves")

    def __init__(self):
        self.balance, self.moves = 0, 0

    def deposit(self, d):
        self.balance += d
        self.moves += 1
        return self.balance


def Method(n):
    a, r = Account(), 0
    for i in range(n):
        r += a.deposit(i) & 1
    return r + a.moves


def Sort(n):
    x = [0] * n
    v = 12345
    for i in range(n):
        v = (v * 1103515245 + 12345) & 0x7FFFFFFF
        x[i] = v
    x.sort(key=functools.cmp_to_key(lambda a, b: -1 if a < b else (1 if a > b else 0)))
    return x[n // 2]


class Word:
    __slots__ = ("key",)

    def __init__(self, key):
        self.key = key

    def __str__(self):
        return "a word of its own"

    def __lt__(self, other):
        return self.key < other.key


def Sprint(n):
    w, r = Word(1), 0
    for _ in range(n):
        r += len(str(w))
    return r


def SortSort(n):
    r = 0
    for _ in range(n // 2000):
        b = []
        v = 12345
        for _ in range(2000):
            v = (v * 1103515245 + 12345) & 0x7FFFFFFF
            b.append(Word(v))
        b.sort()
        r += b[1000].key
    return r


def Repeat(n):
    s, k, r = "ab", 5, 0
    for _ in range(n):
        r += len(s * k)
    return r


def Build(n):
    pieces = ["spam", "ham", "eggs"]
    r = 0
    for _ in range(n // 1000):
        b = []
        for i in range(1000):
            b.append(pieces[i % 3])
        r += len("".join(b))
    return r


def Sqrt(n):
    s = 0.0
    for i in range(n):
        s += math.sqrt(i)
    return int(s)


class Random:
    def __init__(self, state):
        self.state = state

    def next(self):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return self.state / 2147483648 - 0.5


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


class Dense:
    def __init__(self, inputs, units, r):
        self.w = [[r.next() for _ in range(inputs)] for _ in range(units)]
        self.b = [0.0] * units
        self.out = [0.0] * units
        self.delta = [0.0] * units
        self.in_delta = [0.0] * inputs

    def forward(self, x):
        self.x = x
        for i, row in enumerate(self.w):
            s = self.b[i]
            for j, w in enumerate(row):
                s += w * x[j]
            self.out[i] = sigmoid(s)
        return self.out

    def backward(self, slope):
        in_delta = self.in_delta
        for j in range(len(in_delta)):
            in_delta[j] = 0.0
        for i, row in enumerate(self.w):
            d = slope[i] * self.out[i] * (1 - self.out[i])
            self.delta[i] = d
            for j, w in enumerate(row):
                in_delta[j] += d * w
        return in_delta

    def step(self, rate):
        for i, row in enumerate(self.w):
            d = rate * self.delta[i]
            for j, x in enumerate(self.x):
                row[j] -= d * x
            self.b[i] -= d


def Train(n):
    r = Random(42)
    xs = [[r.next() for _ in range(20)] for _ in range(100)]
    ys = [1.0 if x[0] + x[1] > 0 else 0.0 for x in xs]
    layers = [Dense(20, 10, r), Dense(10, 1, r)]
    loss, slope = 0.0, [0.0]
    for _ in range(n):
        loss = 0.0
        for i, x in enumerate(xs):
            for layer in layers:
                x = layer.forward(x)
            e = x[0] - ys[i]
            loss += e * e
            slope[0] = 2 * e
            back = slope
            for layer in reversed(layers):
                back = layer.backward(back)
            for layer in layers:
                layer.step(0.5)
    return int(loss * 1000)


def main():
    print("ready", platform.python_implementation(), platform.python_version(), flush=True)
    for line in sys.stdin:
        name, n = line.split()
        f, n = globals()[name], int(n)
        start = time.perf_counter_ns()
        r = f(n)
        print("ok", r, time.perf_counter_ns() - start, flush=True)


if __name__ == "__main__":
    main()
