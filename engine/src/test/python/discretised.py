"""The rows of convolution/discretised_mpmath.csv: negative log-likelihoods of discretised sums and their derivatives, the rules of
kernel/Convolution, kernel/CellMasses and convolution/SampledSum written anew with 60 digits, derivatives by central differences.

    python3 engine/src/test/python/discretised.py > engine/src/test/resources/org/pushforward/engine/convolution/discretised_mpmath.csv
"""

from fractions import Fraction

import mpmath as mp

mp.mp.dps = 60
M = mp.mpf
H = M(10) ** -15


def normal(sd):
    return lambda x: mp.ncdf(x / sd), lambda x: mp.npdf(x / sd) / sd


def uniform(x):
    return min(max((x + 1) / 2, M(0)), M(1))


def exponential(rate):
    return lambda x: 1 - mp.exp(-rate * x) if x > 0 else M(0)


def edge(low, step, i):
    """As Java's fma has it."""
    return M(float(Fraction(low) + Fraction(step) * i))


def masses(cdf, low, step, cells):
    f = [cdf(edge(low, step, i)) for i in range(cells + 1)]
    inside = [b - a for a, b in zip(f, f[1:])]
    return f[0], ended(inside), 1 - f[-1]


def ended(inside):
    """Moments of what is added at an end: -f g'/12 + (f'' g'/3 + f' g'')/240 + f g'''/1440 for masses g at u = 3/2, 1/2, -1/2, -3/2."""
    all = [M(0)] * 2 + inside + [M(0)] * 2
    for s, at in ((inside, lambda i: 2 + i), (inside[::-1], lambda i: len(all) - 3 - i)):
        # The quartic density whose masses of five cells these are: its value and derivatives at the edge.
        rows = mp.matrix(5, 5)
        for cell in range(5):
            for k in range(5):
                rows[cell, k] = (M(cell + 1) ** (k + 1) - M(cell) ** (k + 1)) / (k + 1)
        c = mp.lu_solve(rows, mp.matrix(s[:5]))
        f, f1, f2 = c[0], c[1], 2 * c[2]
        # First, second and third derivative at u = 0 from four values at +-1/2, +-3/2.
        g1 = [M(-1) / 24, M(27) / 24, M(-27) / 24, M(1) / 24]
        g2 = [M(1) / 2, M(-1) / 2, M(-1) / 2, M(1) / 2]
        g3 = [M(1), M(-3), M(3), M(-1)]
        for i, cell in enumerate((1, 0, -1, -2)):
            all[at(cell)] += -f * g1[i] / 12 + (f2 * g1[i] / 3 + f1 * g2[i]) / 240 + f * g3[i] / 1440
    return all


def table(s, k, first, cells):
    """F, its density and its slope at the table's edges; s and k as masses() has them."""
    (s_below, s, s_above), (k_below, k, k_above) = s, k
    at = lambda i: mp.fdot((s[j], k[i - j]) for j in range(max(0, i - len(k) + 1), min(len(s), i + 1)))
    start = first + 4 - 5  # the four cells added below both, the five beside the table
    p = [at(start + i) for i in range(cells + 10)]
    cumulative = [M(0)]
    for mass in k:
        cumulative.append(cumulative[-1] + mass)
    below = s_below * (k_below + cumulative[-1])
    for j, mass in enumerate(s):
        below += mass * (k_below + cumulative[min(max(start - j, 0), len(k))])
    q = [p[i] - (p[i - 1] - 2 * p[i] + p[i + 1]) / 24
         + 3 * (p[i - 2] - 4 * p[i - 1] + 6 * p[i] - 4 * p[i + 1] + p[i + 2]) / 640 for i in range(2, len(p) - 2)]
    # Sum of Q below the table's first edge, which is that between p[4] and p[5].
    d1 = lambda i: p[i] - p[i - 1]
    f = [below + sum(p[:5]) - d1(5) / 24 + 3 * (d1(6) - 2 * d1(5) + d1(4)) / 640]
    for i in range(cells):
        f.append(f[-1] + q[i + 3])
    density = [(37 * (q[i] + q[i - 1]) - 8 * (q[i + 1] + q[i - 2]) + q[i + 2] + q[i - 3]) / 60 for i in range(3, cells + 4)]
    slope = [(245 * (q[i] - q[i - 1]) - 25 * (q[i + 1] - q[i - 2]) + 2 * (q[i + 2] - q[i - 3])) / 180 for i in range(3, cells + 4)]
    return f, density, slope


def quintic(f, density, slope, i, u):
    """Hermite's interpolation of value, first and second derivative at both ends."""
    v = 1 - u
    return (f[i] * v**3 * (1 + 3 * u + 6 * u**2) + f[i + 1] * u**3 * (1 + 3 * v + 6 * v**2)
            + density[i] * u * v**3 * (1 + 3 * u) - density[i + 1] * v * u**3 * (1 + 3 * v)
            + slope[i] * u**2 * v**3 / 2 + slope[i + 1] * v**2 * u**3 / 2)


def mass_rule(grid, signal, kernel, bins):
    step, (s_low, s_cells), (k_low, k_cells), first, cells = grid
    f, density, slope = table(masses(signal, s_low, step, s_cells), masses(kernel, k_low, step, k_cells), first, cells)
    low = M(s_low + k_low + (first + 0.5) * step)

    def cdf(x):
        position = (M(x) - low) / M(step)
        i = int(mp.floor(position))
        return quintic(f, density, slope, i, position - i)

    values = [cdf(x) for x in bins]
    return [b - a for a, b in zip(values, values[1:])]


def centre_rule(low, high, n, kernel):
    """Of uniform(-1, 1) and a kernel's density."""
    h = (M(high) - M(low)) / n
    signal = [M(0.5) * h if abs(low + (i + M(0.5)) * h) < 1 else M(0) for i in range(n)]
    k = [h * kernel(m * h) for m in range(-(n // 2), n // 2 + 1)]
    return [mp.fdot((signal[i - m], k[m + n // 2]) for m in range(-(n // 2), n // 2 + 1) if 0 <= i - m < n) for i in range(n)]


def likelihood(probabilities, counts):
    return -mp.fsum(n * mp.log(p) for n, p in zip(counts, probabilities) if n)


def derivatives(p, at):
    """Value, gradient, upper triangle of the Hessian, sum |n d log p| by each, of the likelihood of p."""
    known = {}

    def at_moved(*moves):
        x = list(at)
        for j, d in moves:
            x[j] += d * H
        if tuple(x) not in known:
            known[tuple(x)] = p(*x)
        return known[tuple(x)]

    counts = [int(mp.nint(100000 * v)) for v in at_moved()]
    nll = lambda *moves: likelihood(at_moved(*moves), counts)
    indices = range(len(at))
    gradient = [(nll((j, 1)) - nll((j, -1))) / (2 * H) for j in indices]
    sizes = [mp.fsum(n * abs(mp.log(b) - mp.log(a)) for n, a, b in zip(counts, at_moved((j, -1)), at_moved((j, 1))) if n) / (2 * H) for j in indices]
    hessian = [(nll((j, 1), (l, 1)) - nll((j, 1), (l, -1)) - nll((j, -1), (l, 1)) + nll((j, -1), (l, -1))) / (4 * H * H) for j in indices for l in indices if l >= j]
    return counts, nll(), gradient, sizes, hessian


def row(name, grid, domain, at, p):
    counts, value, gradient, sizes, hessian = derivatives(p, [M(v) for v in at])
    text = lambda values: " ".join(mp.nstr(v, 25) for v in values)
    print(";".join([name, grid, domain, text([value]), text(gradient), text(sizes), text(hessian), " ".join(map(str, counts))]))


def edges(low, high, n):
    return [float(Fraction(low) + Fraction((high - low) / n) * i) for i in range(n)] + [high]


def grid(step, s_low, s_cells, k_low, k_cells, first, cells):
    text = f"{step!r} {s_low!r} {s_cells} {k_low!r} {k_cells} {first} {cells}"
    return (step, (s_low, s_cells), (k_low, k_cells), first, cells), text


if __name__ == "__main__":
    print("# Counts round 1e5 times the bins' probabilities p; NLL = -sum n log p, its gradient, sum |n d log p| by each parameter, the Hessian's upper")
    print("# triangle; by mpmath 1.3.0 with 60 digits, differences of 1e-15 (src/test/python/discretised.py). A grid is: step, the signal's low and cells,")
    print("# the kernel's, the table's first cell and cells; domain: low high bins.")
    print("model;grid;domain;nll;gradient;sizes;hessian;counts")
    box, text = grid(0.0020833333333333333, -3.0208333333333335, 2900, -1.0, 960, 969, 1921)
    bins = edges(-2.0, 2.0, 101)
    row("uniform(-1, 1) + normal(0, s)", text, "-2.0 2.0 101", [0.1], lambda s: mass_rule(box, normal(s)[0], uniform, bins))
    row("uniform(-1, 1) + normal(0, s)", "sampled", "-2.0 2.0 101", [0.1], lambda s: centre_rule(-2, 2, 101, normal(s)[1]))
    decay, text = grid(0.0063233524560928345, 0.0, 1765, -5.096622079610825, 1612, 647, 1109)
    wide = edges(-1.0, 6.0, 50)
    row("exponential(k) + normal(0, s)", text, "-1.0 6.0 50", [1.0, 0.3], lambda k, s: mass_rule(decay, exponential(k), normal(s)[0], wide))
