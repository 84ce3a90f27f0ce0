"""Exact variances of one sample's estimate of the gradient of E f(X), by each estimator, with 40 digits.

    python3 engine/src/test/python/estimator_variances.py > engine/src/test/resources/org/pushforward/engine/gradient/estimator_variances.csv

(needs mpmath; a few minutes). Everything is integrated or summed; the quadratic's results are compared with their closed
forms, and the means of all estimators with each other. Estimators, after Mohamed, Rosca, Figurnov and Mnih (2020), Monte Carlo Gradient Estimation in Machine
Learning, JMLR 21(132):

    pathwise   f'(x) dx/dtheta, x = mu + sigma z; E / rate; of the gamma shape dx/da at fixed probability
    score      (f(x) - b) s, s = d log p(x) / dtheta, with b = 0, b = E f (score_mean), b = Cov(f s, s) / Var s (score_optimal)
    measure    normal mean: (f(mu + sigma W) - f(mu - sigma W)) / (sigma sqrt(2 pi)), W of density w exp(-w^2 / 2);
               normal sd: (f(mu + sigma M) - f(mu + sigma M U)) / sigma, M of density m^2 exp(-m^2 / 2) / sqrt(2 pi), U uniform;
               poisson rate: f(X + 1) - f(X); exponential rate: (f(X) - f(X + E / rate)) / rate;
               gamma rate: shape / rate (f(X) - f(X + E / rate)); E exponential of rate 1
"""

from mpmath import cos, digamma, exp, factorial, loggamma, log, mp, mpf, nstr, pi, quad, sin, sqrt

mp.dps = 40

KS = ["-3", "0", "0.1", "0.5", "1", "2", "3", "5", "10"]


def quadratic(k):
    return lambda x: (x - k) ** 2, lambda x: 2 * (x - k)


def gauss(k):
    return lambda x: exp(-k * x * x), lambda x: -2 * k * x * exp(-k * x * x)


def cosine(k):
    return lambda x: cos(k * x), lambda x: -k * sin(k * x)


FAMILIES = {"quadratic": quadratic, "gauss": gauss, "cosine": cosine}


def moments(expectation, estimate):
    first = expectation(estimate)
    return first, expectation(lambda *x: estimate(*x) ** 2) - first**2


def scores(expectation, f, s):
    """Variances of (f - b) s, E s = 0, for the three b; and E f s."""
    value = expectation(f)
    s2 = expectation(lambda x: s(x) ** 2)
    fs = expectation(lambda x: f(x) * s(x))
    fs2 = expectation(lambda x: f(x) * s(x) ** 2)
    f2s2 = expectation(lambda x: (f(x) * s(x)) ** 2)
    at = lambda b: f2s2 - 2 * b * fs2 + b * b * s2 - fs**2
    return fs, {"score": at(mpf(0)), "score_mean": at(value), "score_optimal": at(fs2 / s2)}


def show(law, parameters, parameter, family, k, means, variances):
    """One row: the gradient and the variance of each estimator there is."""
    gradient = means[0]
    for mean in means[1:]:
        if abs(mean - gradient) > mpf(10) ** -24 * (1 + abs(gradient)):
            raise ArithmeticError(f"{law} {parameter} {family} {k}: {means}")
    names = ["pathwise", "score", "score_mean", "score_optimal", "measure"]
    clean = lambda v: nstr(mpf(0) if abs(v) < mpf(10) ** -28 else v, 22)
    values = [clean(variances[n]) if n in variances else "" for n in names]
    print(",".join([law, parameters, parameter, family, k, clean(gradient)] + values), flush=True)


def on(points, density):
    """Expectation by the tanh-sinh rule between these points."""
    return lambda g: quad(lambda x: density(x) * g(x), points)


def trapezoid(density, low, high, h):
    """Expectation by the trapezoidal rule, which has the digits for what is analytic and vanishes at both ends."""
    grid = [low + h * i for i in range(int((high - low) / h) + 1)]
    weights = [(x, density(x) * h) for x in grid]
    return lambda g: sum(w * g(x) for x, w in weights)


def normal():
    mu = sigma = mpf(1)
    # exp(-14^2 / 2) is 1e-43; the rule's error is less: exp(-(2 pi / h - 20)^2 / 2) for cos(10 x)^2, exp(-pi^2 / (20.5 h^2)) for exp(-20 x^2).
    under = trapezoid(lambda z: exp(-z * z / 2) / sqrt(2 * pi), mpf(-15), mpf(15), mpf(1) / 16)
    rayleigh = on([0, 1, 2, 3, 4, 6, 9, 15], lambda w: w * exp(-w * w / 2))
    for family, make in FAMILIES.items():
        for text in KS:
            k = mpf(text)
            if family == "gauss" and k < 0 or family != "quadratic" and k == 0:
                continue
            if family == "cosine" and k < 0:
                continue  # even in k
            f, slope = make(k)
            x = lambda z: mu + sigma * z
            g = lambda z: f(x(z))
            path, path_variance = moments(under, lambda z: slope(x(z)))
            score, variances = scores(under, g, lambda z: z / sigma)
            weak, weak_variance = moments(rayleigh, lambda w: (g(w) - g(-w)) / (sigma * sqrt(2 * pi)))
            if family == "quadratic":
                a = mu - k
                closed = (4 * sigma**2, a**4 / sigma**2 + 14 * a**2 + 15 * sigma**2, a**2 * (16 / pi - 4))
                check(closed, (path_variance, variances["score"], weak_variance))
            show("normal", "1 1", "mean", family, text, [path, score, weak], {"pathwise": path_variance, **variances, "measure": weak_variance})
            path, path_variance = moments(under, lambda z: slope(x(z)) * z)
            score, variances = scores(under, g, lambda z: (z * z - 1) / sigma)
            weak, square = coupled_sd(g)
            weak_variance = square - weak**2
            if family == "quadratic":
                closed = (4 * a**2 + 8 * sigma**2, 2 * a**4 / sigma**2 + 60 * a**2 + 74 * sigma**2, 4 * a**2 + 4 * sigma**2)
                check(closed, (path_variance, variances["score"], weak_variance))
            show("normal", "1 1", "sd", family, text, [path, score, weak], {"pathwise": path_variance, **variances, "measure": weak_variance})


def coupled_sd(g):
    """E D and E D^2 of D = g(M) - g(M U): the trapezoidal rule in m, Gauss and Legendre's in u."""
    h = mpf(1) / 16
    grid = [h * i for i in range(-240, 241)]
    first = second = mpf(0)
    for m in grid:
        w = h * m * m * exp(-m * m / 2) / sqrt(2 * pi)
        if w < mpf(10) ** -45:
            continue
        values = [(v, g(m * u)) for u, v in UNIT]
        at = g(m)
        first += w * sum(v * (at - y) for v, y in values)
        second += w * sum(v * (at - y) ** 2 for v, y in values)
    return first, second


def legendre(n):
    """Nodes and weights on (0, 1)."""
    nodes = []
    for i in range(1, n + 1):
        x = cos(pi * (i - mpf(1) / 4) / (n + mpf(1) / 2))
        for _ in range(8):
            p, q = mpf(1), x
            for j in range(2, n + 1):
                p, q = q, ((2 * j - 1) * x * q - (j - 1) * p) / j
            d = n * (x * q - p) / (x * x - 1)
            x -= q / d
        nodes.append(((x + 1) / 2, 1 / ((1 - x * x) * d * d)))
    return nodes


UNIT = legendre(160)


def check(expected, found):
    for e, v in zip(expected, found):
        if abs(e - v) > mpf(10) ** -25 * (1 + abs(e)):
            raise ArithmeticError(f"{nstr(e, 30)} {nstr(v, 30)}")


def poisson():
    for text in ("0.7", "4"):
        m = mpf(text)
        masses = [exp(j * log(m) - m - log(factorial(j))) for j in range(120)]
        under = lambda g: sum(p * g(mpf(j)) for j, p in enumerate(masses))
        for family in ("quadratic", "cosine"):
            for k in ("0", "0.5", "1", "3") if family == "quadratic" else ("0.5", "1", "3"):
                f, _ = FAMILIES[family](mpf(k))
                score, variances = scores(under, f, lambda x: x / m - 1)
                weak, weak_variance = moments(under, lambda x: f(x + 1) - f(x))
                show("poisson", text, "rate", family, k, [score, weak], {**variances, "measure": weak_variance})


STEP = mpf(1) / 60


def log_grid(density):
    """Points and weights of a law on x > 0 for the trapezoidal rule in t, x = exp(t - exp(-t)): both tails vanish doubly fast."""
    points = []
    for i in range(int(-6 / STEP), int(5 / STEP)):
        t = STEP * i
        x = exp(t - exp(-t))
        w = STEP * density(x) * x * (1 + exp(-t))
        if w > mpf(10) ** -36:
            points.append((x, w))
    return points


def positive():
    for law, shape, rate in (("exponential", "1", "1.5"), ("gamma", "2.5", "1.5")):
        a, b = mpf(shape), mpf(rate)
        unit = log_grid(lambda y: exp((a - 1) * log(y) - y - loggamma(a)))
        steps = log_grid(lambda y: exp(-y))
        total = sum(w for _, w in unit)
        if abs(total - 1) > mpf(10) ** -26:
            raise ArithmeticError(nstr(total, 40))
        under = lambda g: sum(w * g(y / b) for y, w in unit)
        text = rate if law == "exponential" else f"{shape} {rate}"
        moved = None if law == "exponential" else {y: implicit(a, y) for y, _ in unit}
        for family in ("quadratic", "gauss", "cosine"):
            for k in ("0", "0.5", "1", "3") if family == "quadratic" else ("0.5", "1", "3"):
                f, slope = FAMILIES[family](mpf(k))
                path, path_variance = moments(under, lambda x: -slope(x) * x / b)
                score, variances = scores(under, f, lambda x: a / b - x)
                at = [(f(y / b), w, y) for y, w in unit]
                weak = square = mpf(0)
                for fx, w, y in at:
                    for e, v in steps:
                        d = a / b * (fx - f((y + e) / b))
                        weak += w * v * d
                        square += w * v * d * d
                show(law, text, "rate", family, k, [path, score, weak], {"pathwise": path_variance, **variances, "measure": square - weak**2})
                if law == "gamma":
                    score, variances = scores(under, f, lambda x: log(x * b) - digamma(a))
                    slopes = [(w, slope(y / b) * moved[y] / b) for y, w in unit]
                    path = sum(w * d for w, d in slopes)
                    path_variance = sum(w * d * d for w, d in slopes) - path**2
                    show(law, text, "shape", family, k, [path, score], {"pathwise": path_variance, **variances})


def implicit(a, y):
    """dy/da at fixed probability, rate 1, from the sum of y^n / ((a + 1) .. (a + n))."""
    upper = y > a + 30
    with mp.workdps(mp.dps + (int(y / 2) + 10 if upper else 0)):
        term, s, harmonic, by, n = mpf(1), mpf(1), mpf(0), mpf(0), 0
        while n < 10 or term * max(1, harmonic) > s * mpf(10) ** -mp.dps:
            n += 1
            term *= y / (a + n)
            harmonic += 1 / (a + n)
            s += term
            by -= term * harmonic
        return -y / a * (by + s * (log(y) - digamma(a + 1)))


if __name__ == "__main__":
    print("# Variances of one sample by mpmath 1.3.0 with 40 digits, to 22 (estimator_variances.py): quadratic (x - k)^2, gauss exp(-k x^2), cosine cos(k x).")
    print("law,parameters,parameter,f,k,gradient,pathwise,score,score_mean,score_optimal,measure")
    normal()
    poisson()
    positive()
