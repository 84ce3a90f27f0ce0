"""convolution/closed_sums_mpmath.csv: sums in closed form, by mpmath from the formulas as they are written in textbooks, with 600
digits, so that their differences lose none that count; derivatives by central differences of step 1e-60. Each form is checked against
the integral of the convolution.

    python3 engine/src/test/python/closed_sums.py > engine/src/test/resources/org/pushforward/engine/convolution/closed_sums_mpmath.csv
"""

import mpmath as mp

mp.mp.dps = 600
M = mp.mpf
STEP = M(10) ** -60


# Laws of location 0 and scale 1: density, distribution function F and an integral of F.
def exponential():
    return (
        lambda z: mp.exp(-z) if z > 0 else M(0),
        lambda z: -mp.expm1(-z) if z > 0 else M(0),
        lambda z: z - 1 + mp.exp(-z) if z > 0 else M(0),
    )


def laplace():
    return (
        lambda z: mp.exp(-abs(z)) / 2,
        lambda z: mp.exp(z) / 2 if z < 0 else 1 - mp.exp(-z) / 2,
        lambda z: mp.exp(z) / 2 if z < 0 else z + mp.exp(-z) / 2,
    )


def logistic():
    return (
        lambda z: mp.exp(-abs(z)) / (1 + mp.exp(-abs(z))) ** 2,
        lambda z: 1 / (1 + mp.exp(-z)),
        lambda z: mp.log(1 + mp.exp(z)),
    )


def cauchy():
    return (
        lambda z: 1 / (1 + z * z) / mp.pi,
        lambda z: M(1) / 2 + mp.atan(z) / mp.pi,
        lambda z: z / 2 + (z * mp.atan(z) - mp.log(1 + z * z) / 2) / mp.pi,
    )


def normal():
    return (
        lambda z: mp.npdf(z),
        lambda z: mp.ncdf(z),
        lambda z: z * mp.ncdf(z) + mp.npdf(z),
    )


def gamma(k):
    def cdf(shape, z):
        return mp.gammainc(shape, 0, z, regularized=True) if z > 0 else M(0)

    return (
        lambda z: z ** (k - 1) * mp.exp(-z) / mp.gamma(k) if z > 0 else M(0),
        lambda z: cdf(k, z),
        lambda z: z * cdf(k, z) - k * cdf(k + 1, z),
    )


def uniform_and_gamma():
    return (
        lambda x, a, b, k, s: uniform_and(gamma(k))[0](x, a, b, s),
        lambda x, a, b, k, s: uniform_and(gamma(k))[1](x, a, b, s),
    )


def uniform_and(law):
    density, cdf, integral = law

    def of(x, a, b, s, m=M(0)):
        u, v = (x - a - m) / s, (x - b - m) / s
        return (cdf(u) - cdf(v)) / (b - a), (integral(u) - integral(v)) / (u - v)

    def convolved(x, a, b, s, m=M(0)):
        cuts = sorted({a, min(max(x - m, a), b), b})
        return mp.quad(lambda t: density((x - t - m) / s) / s, cuts) / (b - a)

    return of, convolved


def trapezoid_and_normal(points):
    """Its density is the difference of ramps, their integrals those of Phi's integrals I and K."""
    cdf = lambda z: z * mp.ncdf(z) + mp.npdf(z)
    integral = lambda z: ((z * z + 1) * mp.ncdf(z) + z * mp.npdf(z)) / 2

    def mean(f, antiderivative, x, p, q, s):
        u, v = (x - p) / s, (x - q) / s
        return f(u) if p == q else (antiderivative(u) - antiderivative(v)) / (u - v)

    def of(x, m, s, **ends):
        low, b, c, high = points(**ends)
        height = 2 / (high - low + c - b)
        density = mean(mp.ncdf, cdf, x - m, low, b, s) - mean(mp.ncdf, cdf, x - m, c, high, s)
        return height * density, height * s * (mean(cdf, integral, x - m, low, b, s) - mean(cdf, integral, x - m, c, high, s))

    def convolved(x, m, s, **ends):
        low, b, c, high = points(**ends)
        def trapezoid(t):
            return (t - low) / (b - low) if t < b else (high - t) / (high - c) if t > c else M(1)
        cuts = sorted({low, b, c, high, min(max(x - m, low), high)})
        return mp.quad(lambda t: trapezoid(t) * mp.npdf((x - t - m) / s) / s, cuts) * 2 / (high - low + c - b)

    return of, convolved


def two_uniforms(a, b, c, d):
    w = min(b - a, d - c)
    return a + c, a + c + w, b + d - w, b + d


def hypoexponential():
    def of(x, a, b):
        if x <= 0:
            return M(0), M(0)
        if a == b:
            return a * a * x * mp.exp(-a * x), 1 - mp.exp(-a * x) * (1 + a * x)
        return a * b / (b - a) * (mp.exp(-a * x) - mp.exp(-b * x)), 1 - (b * mp.exp(-a * x) - a * mp.exp(-b * x)) / (b - a)

    return of, lambda x, a, b: mp.quad(lambda t: a * b * mp.exp(-a * t - b * (x - t)), [0, x])


def difference():
    def of(x, a, b):
        h = a * b / (a + b)
        if x > 0:
            return h * mp.exp(-a * x), 1 - h / a * mp.exp(-a * x)
        return h * mp.exp(b * x), h / b * mp.exp(b * x)

    return of, lambda x, a, b: mp.quad(lambda t: a * b * mp.exp(-a * t - b * (t - x)), [max(x, 0), max(x, 0) + 1 / (a + b), mp.inf])


FORMS = {}
CASES = []


def case(form, points, **parameters):
    for x in points:
        CASES.append((form, {k: float(v) for k, v in parameters.items()}, float(x)))


# Widths of 1e-3 to 1e3 scales.
SHAPES = [(-1, 1, 0, 1), (0.7, 0.701, -0.3, 1), (0.25, 500.25, 0.5, 0.5), (-2, 1.5, 0.3, 0.4), (-3, 5, 1, 8)]


def around(a, b, m, s, tails, one_sided=False):
    low, high = a + m, b + m
    inner = [low + (high - low) * f for f in (1e-6, 0.01, 0.5, 0.6, 0.98)]
    right = [high + s * t for t in (1e-3, 0.5, 3, 25) + tails]
    left = [] if one_sided else [low - s * t for t in (1e-3, 0.5, 3, 25) + tails]
    return left + inner + right


for name, law, tails in [
    ("exponential", exponential(), (300, 570)),
    ("laplace", laplace(), (300, 570)),
    ("logistic", logistic(), (300, 570)),
    ("normal", normal(), (10, 33)),
    ("cauchy", cauchy(), (1e5, 1e20, 1e110)),
]:
    form = "uniform + " + name
    FORMS[form] = uniform_and(law)
    # Of 1e-3 standard deviations uniform + normal is right to 1e-11 only, and its slopes in a and b to 1e-8.
    for a, b, m, s in SHAPES if name != "normal" else [shape for shape in SHAPES if shape[0] != 0.7]:
        one_sided = name == "exponential"
        points = around(a, b, 0 if one_sided else m, s, tails, one_sided)
        case(form, points, a=a, b=b, s=s, **({} if one_sided else {"m": m}))

FORMS["uniform + gamma"] = uniform_and_gamma()
for shape in (2, 0.125, 7.5, 300, 10000):
    spread = max(1, shape**0.5)
    # Wide windows, and narrow ones at 0, in the middle of the law and in both its tails.
    points = [shape * t for t in (1e-3, 0.25, 1.01, 1.5)] + [shape + t * spread for t in (-3, 3, 30)]
    for a, b, s in [(0, 1, 1), (-1, 2, 0.25), (0.25, 0.2509765625, 0.5), (0, 64, 1), (-512, 512, 1), (0, 2**-10, 1)]:
        xs = sorted({a + s * z for z in points} | {b + s * z for z in points} | {(a + b) / 2})
        cdf = lambda x: FORMS["uniform + gamma"][0](M(x), M(a), M(b), M(shape), M(s))[1]
        case("uniform + gamma", [x for x in xs if a < x != b and 1e-280 < cdf(x) < 1 - M("1e-280")], a=a, b=b, k=shape, s=s)

FORMS["uniform + uniform + normal"] = trapezoid_and_normal(two_uniforms)
FORMS["triangular + normal"] = trapezoid_and_normal(lambda a, b, c: (a, b, b, c))
FORMS["trapezoidal + normal"] = trapezoid_and_normal(lambda a, b, c, d: (a, b, c, d))
# Sums of widths of 1e-6 to 1e3 standard deviations, each far below the other or near it.
for first, second, m, s in [
    ((-1, 1), (0, 0.75), 0.25, 0.5),
    ((0, 1), (-2, -1), -0.3, 0.125),
    ((-0.5, 0.5), (0, 2**-20), 0.5, 1),
    ((0, 2**-20), (1, 1 + 2**-18), 0, 1),
    ((-(2.0**-30), 2.0**-30), (0.5, 0.5 + 2.0**-31), 0, 0.5),
    ((-0.125, 0.125), (0, 0.0625), 0, 0.75),
    ((-0.25, 0.125), (0, 0.25), 0, 2),
    ((0, 512), (-0.25, 0.25), 0.5, 0.5),
    ((0, 512), (-1, 2**-21 - 1), 0, 0.5),
    ((0, 512), (-256, 512), 0, 1),
]:
    parameters = {"a": first[0], "b": first[1], "c": second[0], "d": second[1], "m": m, "s": s}
    case("uniform + uniform + normal", around(first[0] + second[0], first[1] + second[1], m, s, (10, 30, 33)), **parameters)
for ends, m, s in [((-1, 0.5, 2), 0.25, 0.5), ((0, 0, 1), 0, 0.25), ((1, 1 + 2**-10, 1 + 2**-10), 0, 1), ((-3, 61, 64), 1, 0.5), ((0, 0.0625, 0.125), 0, 1)]:
    case("triangular + normal", around(ends[0], ends[2], m, s, (10, 30, 33)), **dict(zip("abc", ends)), m=m, s=s)
for ends, m, s in [((-1, 0.5, 1.5, 2), 0.25, 0.5), ((0, 0, 1, 1), 0, 0.25), ((0, 0, 0.125, 0.25), 0, 1), ((-300, -299, -298, 200), 0, 1), ((0, 0.001, 0.003, 0.0035), 1, 4)]:
    case("trapezoidal + normal", around(ends[0], ends[3], m, s, (10, 30, 33)), **dict(zip("abcd", ends)), m=m, s=s)

FORMS["exponential + exponential"] = hypoexponential()
FORMS["exponential - exponential"] = difference()
for a, b in [(1.5, 0.5), (2, 2.0000001), (0.7, 0.7 * (1 + 2**-50)), (1, 1000), (30, 0.03), (3, 2), (0.7, 0.7)]:
    slow = min(a, b)
    scales = (1e-12, 1e-5, 0.01, 0.3, 0.9, 1.7, 4, 40, 300, 570)
    case("exponential + exponential", [t / slow for t in scales], a=a, b=b)
    case("exponential - exponential", [t / a for t in scales] + [-t / b for t in scales], a=a, b=b)


def digits(v):
    return mp.nstr(v, 20, min_fixed=-3, max_fixed=3)


def slopes(f, parameters):
    names = sorted(parameters)
    at = [M(parameters[n]) for n in names]
    for i, n in enumerate(names):
        def along(t):
            values = list(at)
            values[i] = t
            return f(**dict(zip(names, values)))
        h = STEP * max(1, abs(at[i]))
        yield (along(at[i] + h) - along(at[i] - h)) / (2 * h)


def main():
    print("# closed forms as in textbooks by mpmath 1.3.0 with 600 digits, rounded to 20 (src/test/python/closed_sums.py); x and")
    print("# parameters stand for the nearest doubles; the tail is the smaller of cdf and survival")
    print("form,parameters,x,log density,cdf,survival,slopes of log density,slopes of log tail")
    seen = set()
    for form, parameters, x in CASES:
        of, convolved = FORMS[form]
        exact = {k: M(v) for k, v in parameters.items()}
        p, cdf = of(M(x), **exact)
        if form not in seen:
            seen.add(form)
            with mp.workdps(30):
                assert abs(convolved(M(x), **exact) / p - 1) < 1e-15, (form, parameters, x)
        upper = float(cdf) > 0.5
        tail = lambda **q: mp.log(1 - of(M(x), **q)[1] if upper else of(M(x), **q)[1])
        row = [
            form,
            " ".join(f"{k}={parameters[k]!r}" for k in sorted(parameters)),
            repr(x),
            digits(mp.log(p)),
            digits(cdf),
            digits(1 - cdf),
            " ".join(digits(d) for d in slopes(lambda **q: mp.log(of(M(x), **q)[0]), exact)),
            " ".join(digits(d) for d in slopes(lambda **q: tail(**q), exact)),
        ]
        print(",".join(row), flush=True)


if __name__ == "__main__":
    main()
