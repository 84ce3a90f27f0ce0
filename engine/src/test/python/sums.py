"""The rows of variable/sums_mpmath.csv of sums of levy, gumbel and voigt: densities convolved, and of Voigt's laws, which are
convolutions themselves, the product of the terms' characteristic functions inverted (Gil-Pelaez).

    python3 engine/src/test/python/sums.py >> engine/src/test/resources/org/pushforward/engine/variable/sums_mpmath.csv
"""

import mpmath as mp

mp.mp.dps = 40
M = mp.mpf


def levy(location, scale):
    z = lambda x: (x - M(location)) / M(scale)
    density = lambda x: z(x) ** M(-1.5) * mp.exp(-1 / (2 * z(x))) / mp.sqrt(2 * mp.pi) / M(scale) if x > M(location) else M(0)
    cdf = lambda x: mp.erfc(mp.sqrt(1 / (2 * z(x)))) if x > M(location) else M(0)
    return density, cdf


def gumbel(location, scale):
    z = lambda x: (x - M(location)) / M(scale)
    return lambda x: mp.exp(-z(x) - mp.exp(-z(x))) / M(scale), lambda x: mp.exp(-mp.exp(-z(x)))


def convolved(x, first, density, points):
    """P(X + Y = x) and P(X + Y <= x), X by its density and cdf, Y by its density."""
    return [mp.quad(lambda y: f(x - y) * density(y), points) for f in first]


def inverted(x, characteristic):
    points = [0, 0.5, 1, 2, 4, 8, 16, 32]
    phase = lambda t: mp.exp(-1j * t * x) * characteristic(t)
    density = mp.quad(lambda t: mp.re(phase(t)), points) / mp.pi
    return density, M(0.5) - mp.quad(lambda t: mp.im(phase(t)) / t, points) / mp.pi


def voigt(location, sd, gamma):
    return lambda t: mp.exp(1j * M(location) * t - (M(sd) * t) ** 2 / 2 - M(gamma) * t)


def row(model, x, values):
    print(";".join([model, repr(x)] + [mp.nstr(v, 20) for v in values]))


for x in (-0.5, 0.5, 6.0, 80.0):
    first, second = levy(0.3, 0.7), levy(-1, 2.4)
    end = M(x) - M(0.3)
    inside = [M(-1) + (end + 1) * M(i) / 8 for i in range(9)]
    row("levy(0.3, 0.7) + levy(-1, 2.4)", x, convolved(M(x), first, second[0], inside))
for x in (-80.0, -6.0, -0.5):
    # -(L + 2 M), M of scale 1.2.
    first, second = levy(0.3, 0.7), levy(-2, 2.4)
    end = M(-x) - M(0.3)
    inside = [M(-2) + (end + 2) * M(i) / 8 for i in range(9)]
    density, cdf = convolved(M(-x), first, second[0], inside)
    row("-levy(0.3, 0.7) - 2*levy(-1, 1.2)", x, (density, 1 - cdf))
for x in (-6.0, 0.5, 1.5, 9.0):
    # G - H <= x where G <= x + H.
    first, second = gumbel(0.3, 0.7), gumbel(-1, 0.7)
    points = [-6, -4, -3, -2, -1, 0, 2, 4, 8, 16, 32, 64]
    row("gumbel(0.3, 0.7) - gumbel(-1, 0.7)", x, [mp.quad(lambda h: f(M(x) + h) * second[0](h), points) for f in first])
for model, characteristic in (
    ("voigt(0.25, 0.6, 0.4) + normal(-1, 0.8)", lambda t: voigt(0.25, 0.6, 0.4)(t) * voigt(-1, 0.8, 0)(t)),
    ("voigt(0.25, 0.6, 0.4) - cauchy(-1, 0.8)", lambda t: voigt(0.25, 0.6, 0.4)(t) * voigt(1, 0, 0.8)(t)),
    ("voigt(0.25, 0.6, 0.4) - voigt(-1, 0.8, 0.1)", lambda t: voigt(0.25, 0.6, 0.4)(t) * voigt(1, 0.8, 0.1)(t)),
    ("3 - (voigt(0.25, 0.6, 0.4) + normal(-1, 0.8))/2", lambda t: voigt(2.875, 0.3, 0.2)(t) * voigt(0.5, 0.4, 0)(t)),
):
    for x in (-10.0, 0.5, 4.0):
        row(model, x, inverted(M(x), characteristic))
