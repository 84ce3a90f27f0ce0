"""Means, variances and entropies, integrals of densities right to 20 digits.

    python3 engine/src/test/python/moments.py > engine/src/test/resources/org/pushforward/engine/variable/moments_mpmath.csv

(needs mpmath). A case is a density and, for images, the map; where a moment does not exist the table says so by hand.
"""

from mpmath import cosh, erf, erfc, exp, gamma, inf, log, log1p, loggamma, mp, mpf, ncdf, nstr, pi, sinh, sqrt

mp.dps = 150  # of a beta law of b = 0.3, 1 - x is 1e-80 where its mass is 1e-24
NAN, INF = "NaN", "Infinity"
M = mpf


# Double exponential rules: each gives pieces (x(t), dx/dt), t on the line.


def line(at, width):
    return [(lambda t: at + width * sinh(pi / 2 * sinh(t)), lambda t: width * cosh(pi / 2 * sinh(t)) * pi / 2 * cosh(t))]


def positive(at, spread=1, start=0):
    x = lambda t: at * exp(spread * sinh(t))
    return [(lambda t: start + x(t), lambda t: x(t) * spread * cosh(t))]


def unit(at=M(1) / 2, width=1):
    s = lambda t: at / (1 - at) * exp(width * sinh(t))
    return [(lambda t: s(t) / (1 + s(t)), lambda t: s(t) / (1 + s(t)) ** 2 * width * cosh(t))]


def between(*edges):
    """The edges are where a density is not smooth."""
    pieces = []
    for a, b in zip(edges, edges[1:]):
        s = lambda t: 1 / (1 + exp(-3 * sinh(t)))
        x = lambda t, a=a, b=b: a + (b - a) * s(t)
        pieces.append((x, lambda t, a=a, b=b: (b - a) * s(t) * s(-t) * 3 * cosh(t)))
    return pieces


def normal(m, s):
    return line(m, s), lambda x: exp(-(((x - m) / s) ** 2) / 2) / s / sqrt(2 * pi)


def uniform(a, b):
    return between(a, b), lambda x: 1 / (M(b) - a)


def gamma_law(a, k):
    return positive(M(a) / k, 1 / sqrt(M(a))), lambda x: exp(a * log(k) + (a - 1) * log(x) - k * x - loggamma(a))


def exponential(k):
    return gamma_law(M(1), k)


def logistic(m, s):
    return line(m, s), lambda x: 1 / s / (2 * cosh((x - m) / s / 2)) ** 2


def laplace(m, b):
    x, slope = positive(b)[0]
    return [(lambda t: m + x(t), slope), (lambda t: m - x(t), slope)], lambda x: exp(-abs(x - m) / b) / (2 * b)


def half_normal(s):
    return positive(s), lambda x: sqrt(2 / pi) / s * exp(-((x / s) ** 2) / 2)


def half_cauchy(s):
    return positive(s), lambda x: 2 / pi * s / (s * s + x * x)


def beta_law(a, b):
    at = M(a) / (a + b)
    norm = loggamma(a + b) - loggamma(a) - loggamma(b)
    return unit(at, 1 / sqrt(min(a, b))), lambda x: exp((a - 1) * log(x) + (b - 1) * log1p(-x) + norm)


def beta_prime(a, b):
    norm = loggamma(a + b) - loggamma(a) - loggamma(b)
    return positive(M(a) / b), lambda x: exp((a - 1) * log(x) - (a + b) * log1p(x) + norm)


def student_t(nu, m, s):
    norm = loggamma((nu + 1) / 2) - loggamma(nu / 2) - log(nu * pi) / 2 - log(s)
    return line(m, s), lambda x: exp(norm - (nu + 1) / 2 * log1p(((x - m) / s) ** 2 / nu))


def arcsine(a, b):
    return between(a, b), lambda x: 1 / pi / sqrt((x - a) * (b - x))


def kumaraswamy(a, b):
    return unit(), lambda x: a * b * x ** (a - 1) * (1 - x**a) ** (b - 1)


def trapezoidal(a, b, c, d):
    w = M(d) + c - a - b
    p = lambda x: 2 / w * ((x - a) / (M(b) - a) if x < b else (d - x) / (M(d) - c) if x > c else 1)
    return between(*sorted({a, b, c, d})), p


def inverse_gaussian(m, k):
    return positive(m), lambda x: sqrt(k / (2 * pi * x**3)) * exp(-k * (x - m) ** 2 / (2 * m * m * x))


def modified(m, s, a):
    p = lambda x: a * exp(a * a * s * s / 2 - a * (x - m)) * erfc((a * s - (x - m) / s) / sqrt(M(2))) / 2
    return line(m, s), p


def generalized_normal(m, s, b):
    x, slope = positive(s, 1 / b)[0]
    p = lambda x: exp(-((abs(x - m) / s) ** b)) * b / (2 * s * gamma(1 / b))
    return [(lambda t: m + x(t), slope), (lambda t: m - x(t), slope)], p


def log_normal(m, s):
    return positive(exp(m), s), lambda x: exp(-(((log(x) - m) / s) ** 2) / 2) / x / s / sqrt(2 * pi)


def weibull(k, s):
    return positive(s, 1 / k), lambda x: k / s * (x / s) ** (k - 1) * exp(-((x / s) ** k))


def frechet(k, s):
    return positive(s, 1 / k), lambda x: k / s * (x / s) ** (-k - 1) * exp(-((x / s) ** -k))


def gumbel(m, b):
    """Below m - 9 b lies 1e-3500 of it."""
    x, slope = (lambda t: m + b * sinh(t)), (lambda t: b * cosh(t))
    return [(x, slope)], lambda x: exp(-(x - m) / b - exp(-(x - m) / b)) / b if x > m - 9 * b else M(0)


def pareto(m, a):
    return positive(m, 1, m), lambda x: a / m * (x / m) ** (-a - 1)


def inverse_gamma(a, b):
    return positive(b / a, 1 / sqrt(a)), lambda x: exp(a * log(b) - (a + 1) * log(x) - b / x - loggamma(a))


def maxwell(s):
    return positive(s), lambda x: sqrt(2 / pi) * x * x / s**3 * exp(-((x / s) ** 2) / 2)


def nakagami(m, w):
    norm = log(2) + m * log(m / w) - loggamma(m)
    return positive(sqrt(w), 1 / sqrt(m)), lambda x: exp(norm + (2 * m - 1) * log(x) - m * x * x / w)


def levy(m, c):
    return positive(c, 1, m), lambda x: sqrt(c / (2 * pi)) * exp(-c / (2 * (x - m))) / (x - m) ** 1.5


def f_law(m, n):
    norm = loggamma((m + n) / 2) - loggamma(m / 2) - loggamma(n / 2) + m / 2 * log(m / n)
    return positive(M(1)), lambda x: exp(norm + (m / 2 - 1) * log(x) - (m + n) / 2 * log1p(m * x / n))


def integral(f, pieces, p):
    """By the trapezoidal rule at two steps that agree to 1e-20."""
    sums = []
    for h in M(1) / 64, M(1) / 128:
        total = M(0)
        for x, slope in pieces:
            for k in range(int(-7 / h), int(7 / h) + 1):
                at = x(k * h)
                try:
                    density = p(at)
                except (ValueError, ZeroDivisionError, OverflowError):  # at an end, where x has rounded to it
                    continue
                if 0 < density < inf:
                    total += h * slope(k * h) * density * f(at, density)
        sums.append(total)
    assert abs(sums[0] - sums[1]) < M(10) ** -20 * max(abs(sums[1]), M(10) ** -3), [nstr(v, 25) for v in sums]
    return sums[1]


def slope_of(g, x):
    h = abs(x) * M(10) ** -50
    return (g(x + h) - g(x - h)) / (2 * h)


def row(model, law, g=None, mean=None, variance=None, entropy=None, log_slope=None):
    y = g or (lambda x: x)
    of = lambda f: integral(f, *law)
    try:
        assert abs(of(lambda x, d: M(1)) - 1) < M(10) ** -20
        mean = of(lambda x, d: y(x)) if mean is None else mean
        if variance is None:
            variance = of(lambda x, d: (y(x) - mean) ** 2) if mean not in (NAN, INF) else mean
        if entropy is None:
            log_slope = log_slope or (lambda x: log(abs(slope_of(g, x))) if g else 0)
            entropy = of(lambda x, d: log_slope(x) - log(d))
    except AssertionError as e:
        raise AssertionError(model) from e
    text = lambda v: v if isinstance(v, str) else nstr(v, 30)
    print(",".join([text(mean), text(variance), text(entropy), model]), flush=True)


print("# By mpmath 1.3.0, double exponential rules with 150 working digits (moments.py); numbers are the doubles their decimals round to; \"none\": has no closed form")
print("mean,variance,entropy,model")


def named(law, *arguments, **known):
    f = {"gamma": gamma_law, "beta": beta_law, "f": f_law, "exponentially_modified_normal": modified}.get(law) or globals()[law]
    row(law + "(" + ", ".join(map(repr, arguments)) + ")", f(*map(M, arguments)), **known)


named("normal", 0.7, 1.3)
named("uniform", -0.5, 2.25)
named("exponential", 0.8)
named("logistic", 0.4, 0.7)
named("laplace", 0.25, 0.9)
named("half_normal", 1.3)
named("half_cauchy", 0.6, mean=INF)
for a, k in (0.1, 1.0), (0.6, 1.5), (4.5, 2.0), (250.0, 7.0), (1e6, 0.25):
    named("gamma", a, k)
for a, b in (0.6, 2.5), (30.0, 700.0), (0.3, 2e5), (4e5, 3e5):
    named("beta", a, b)
named("beta_prime", 2.5, 0.6, mean=INF)
named("beta_prime", 2.5, 1.6, variance=INF)
named("beta_prime", 2.5, 3.5)
named("student_t", 0.7, -0.3, 0.6, mean=NAN)
named("student_t", 1.0, -0.3, 0.6, mean=NAN)
row("cauchy(-0.3, 0.6)", student_t(M(1), M(-0.3), M(0.6)), mean=NAN)
named("student_t", 1.5, -0.3, 0.6, variance=INF)
named("student_t", 3.5, -0.3, 0.6)
named("student_t", 1e7, 0.0, 1.0, mean=M(0))
named("arcsine", -0.5, 2.25)
named("kumaraswamy", 1.5, 2.5)
named("kumaraswamy", 0.3, 0.4)
for t in (-0.5, 0.25, 1.0, 2.25), (-0.5, -0.5, 1.0, 1.0), (-0.5, 1.0, 1.0, 2.25), (1e6, 1e6 + 0.25, 1e6 + 0.375, 1e6 + 1):
    named("trapezoidal", *t)
row("triangular(-0.5, -0.5, 2.25)", trapezoidal(M(-0.5), M(-0.5), M(-0.5), M(2.25)))
named("inverse_gaussian", 1.5, 0.8, entropy="none")
named("exponentially_modified_normal", 0.2, 0.7, 0.9, entropy="none")
for b in 0.5, 1.5, 8.0:
    row(f"generalized_normal(0.0, 1.2, {b})", generalized_normal(M(0), M(1.2), M(b)), mean=M(0))
named("log_normal", 0.3, 0.8)
named("log_normal", 100.0, 0.001)
named("weibull", 0.7, 1.3)
named("weibull", 50.0, 2.0)
named("frechet", 0.7, 1.3, mean=INF)
named("frechet", 1.5, 1.3, variance=INF)
named("frechet", 2.5, 1.3)
named("gumbel", 0.5, 2.0)
row("rayleigh(0.5)", weibull(M(2), M(0.5) * sqrt(M(2))))
named("pareto", 3.0, 0.5, mean=INF)
named("pareto", 3.0, 2.5)
named("inverse_gamma", 3.5, 2.0)
named("inverse_gamma", 1.5, 2.0, variance=INF)
named("inverse_gamma", 1000.0, 5.0)
named("maxwell", 1.7)
named("nakagami", 0.8, 2.1)
named("nakagami", 400.0, 2.0)
named("levy", -0.5, 1.5, mean=INF)
named("f", 5.0, 6.0)
row("chi_squared(3)", gamma_law(M(1.5), M(0.5)))

row("exp(gamma(2, 5))", gamma_law(M(2), M(5)), exp, log_slope=lambda x: x)
row("exp(gamma(2, 1.5))", gamma_law(M(2), M(1.5)), exp, variance=INF, log_slope=lambda x: x)
row("2 - 3*exp(0.5*laplace(0.2, 0.5))", laplace(M(0.2), M(0.5)), lambda x: 2 - 3 * exp(x / 2), log_slope=lambda x: log(M(3) / 2) + x / 2)
row("exp(logistic(0.1, 0.2))", logistic(M(0.1), M(0.2)), exp)
row("exp(-logistic(0.1, 1.2))", logistic(M(0.1), M(1.2)), lambda x: exp(-x), mean=INF)
row("exp(uniform(-1, 2))", uniform(-1, 2), exp)
row("2^half_normal(0.4)", half_normal(M(0.4)), lambda x: M(2) ** x, log_slope=lambda x: log(log(M(2))) + x * log(M(2)))
row("exp(inverse_gaussian(1.5, 40))", inverse_gaussian(M(1.5), M(40)), exp, entropy="none")
row("exp(-exponentially_modified_normal(0.2, 0.7, 0.9))", modified(M(0.2), M(0.7), M(0.9)), lambda x: exp(-x), entropy="none")
row("expm1(normal(0.1, 0.5))", normal(M(0.1), M(0.5)), lambda x: exp(x) - 1, log_slope=lambda x: x)
row("sqrt(beta(0.6, 2.5))", beta_law(M(0.6), M(2.5)), sqrt)
row("1/beta(3.5, 2.5)", beta_law(M(3.5), M(2.5)), lambda x: 1 / x)
row("1/beta(0.7, 2.5)", beta_law(M(0.7), M(2.5)), lambda x: 1 / x, mean=INF)
row("beta_prime(2.5, 3.5)^0.4", beta_prime(M(2.5), M(3.5)), lambda x: x ** M(0.4))
row("log(2*beta(0.6, 2.5)) - 1", beta_law(M(0.6), M(2.5)), lambda x: log(2 * x) - 1)
row("log(half_cauchy(0.6))", half_cauchy(M(0.6)), log)
row("half_cauchy(0.6)^0.3", half_cauchy(M(0.6)), lambda x: x ** M(0.3))
row("log10(uniform(0, 2)^0.7)", uniform(0, 2), lambda x: M(0.7) * log(x) / log(10))
row("uniform(0, 2)^0.7", uniform(0, 2), lambda x: x ** M(0.7))
row("kumaraswamy(1.5, 2.5)^-0.2", kumaraswamy(M(1.5), M(2.5)), lambda x: x ** M(-0.2))
row("normal_cdf(laplace(0.3, 0.8))", laplace(M(0.3), M(0.8)), ncdf, mean="none", variance="none", log_slope=lambda x: -x * x / 2 - log(2 * pi) / 2)
row("erf(normal(0.3, 0.8))", normal(M(0.3), M(0.8)), erf, mean="none", variance="none", log_slope=lambda x: log(2 / sqrt(pi)) - x * x)
