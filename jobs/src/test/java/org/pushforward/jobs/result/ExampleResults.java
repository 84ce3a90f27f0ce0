package org.pushforward.jobs.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.jobs.result.Derivation.Convolution;
import org.pushforward.jobs.result.Fit.Parameter;
import org.pushforward.jobs.result.Likelihood.Curve;
import org.pushforward.jobs.result.Likelihood.Histogram;
import org.pushforward.jobs.result.Likelihood.Observable;
import org.pushforward.jobs.result.Outcome.DescribeOutcome;
import org.pushforward.jobs.result.Outcome.DoctorOutcome;
import org.pushforward.jobs.result.Outcome.EvaluateOutcome;
import org.pushforward.jobs.result.Outcome.FitOutcome;
import org.pushforward.jobs.result.Outcome.GradientOutcome;
import org.pushforward.jobs.result.Outcome.ProfileOutcome;
import org.pushforward.jobs.result.Outcome.SimulateOutcome;
import org.pushforward.jobs.result.Profile.Interval;
import org.pushforward.jobs.result.Profile.Point;
import org.pushforward.jobs.result.Run.Backend;

/**
 * Made-up results of a realistic size: a Z peak, its profile over the resolution, and a smeared
 * uniform.
 */
public final class ExampleResults {
  private ExampleResults() {}

  public static final String SPEC =
      """
      name: Z resolution
      seed: 20261120
      data: { path: zmumu.csv, columns: { mass: M } }
      observables: { mass: { range: [60, 120], bins: 120 } }
      model: |
        mass ~ mix(f -> cauchy(m, width/2) + normal(0, s), 1-f -> exponential(k))
      parameters:
        m:     { start: 91, range: [85, 95] }
        width: { fixed: 2.4952 }
        s:     { start: 1.5, range: [0.1, 5] }
        f:     { start: 0.9, range: [0, 1] }
        k:     { start: 0.02, range: [0, 1] }
      profile: { s: { from: 1.2, to: 1.5, points: 21 } }
      """;

  public static Header header(String job, String... warnings) {
    return new Header(
        job, "Z resolution", SPEC, "sha256:0f3c", 20261120, "0.1.0", List.of(warnings));
  }

  public static Run run() {
    return new Run(
        3.25,
        new Backend("simd", "AVX-512, 8 doubles", List.of("localhost: AVX-512, simd"), List.of()),
        "local[2]",
        "2026-11-21T12:00:00Z",
        Map.of("java", "17.0.15"),
        new Run.Work(1.4, 0.75, 2),
        Map.of("fit", 1.5));
  }

  public static Fit fit() {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    parameters.put("m", new Parameter(90.76013, 0.02908, false));
    parameters.put("width", new Parameter(2.4952, 0, true));
    parameters.put("s", new Parameter(1.345, 0.04011, false));
    parameters.put("f", new Parameter(0.841523, 0.005423, false));
    parameters.put("k", new Parameter(0.047157, 0.002392, false));
    double[] sd = {0.02908, 0.04011, 0.005423, 0.002392};
    double[][] correlation = {
      {1, -.06, .02, -.11}, {-.06, 1, .34, -.05}, {.02, .34, 1, -.21}, {-.11, -.05, -.21, 1}
    };
    double[] covariance = new double[16];
    for (int i = 0; i < 16; i++) {
      covariance[i] = correlation[i / 4][i % 4] * sd[i / 4] * sd[i % 4];
    }
    Map<String, Double> gradient = new LinkedHashMap<>();
    gradient.put("m", 1.2e-9);
    gradient.put("s", -3.1e-9);
    gradient.put("f", 4.4e-8);
    gradient.put("k", -2.0e-8);
    return new Fit(
        parameters,
        Numbers.rows(covariance, 4),
        29874.123456789,
        gradient,
        14,
        17,
        true,
        "the estimated distance to the minimum is below 1e-9",
        3.4e-16);
  }

  /** The NLL over s: a parabola of the fit's error with a small cubic term. */
  public static Profile profile() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i <= 20; i++) {
      double s = 1.2 + 0.3 * i / 20;
      double z = (s - 1.345) / 0.04011;
      double nll = 29874.123456789 + z * z / 2 - 0.02 * z * z * z;
      double slope = (z - 0.06 * z * z) / 0.04011;
      Map<String, Double> all = new LinkedHashMap<>();
      all.put("m", 90.76013 - 0.002 * z);
      all.put("width", 2.4952);
      all.put("s", s);
      all.put("f", 0.841523 + 0.0018 * z);
      all.put("k", 0.047157 - 0.0001 * z);
      points.add(new Point(s, nll, slope, all));
    }
    return new Profile("s", points, new Interval(0.5, 1.30569, 1.38592));
  }

  /**
   * The Z peak in half GeV bins, the counts off the model by a fixed pattern of about one standard
   * error.
   */
  public static Likelihood zPeak() {
    double[] edges = new double[121];
    double[] counts = new double[120];
    double[] expected = new double[120];
    for (int i = 0; i <= 120; i++) {
      edges[i] = 60 + 0.5 * i;
    }
    for (int i = 0; i < 120; i++) {
      double x = edges[i] + 0.25;
      expected[i] = (signal(x) + background(x)) * 0.5;
      double noise =
          Math.IEEEremainder((i + 1) * 0.618033988749895, 1) * 3.4; // uniform on +-1.7: sd 0.98
      counts[i] = Math.max(0, Math.rint(expected[i] + noise * Math.sqrt(expected[i])));
    }
    double[] x = new double[481];
    double[] y = new double[481];
    double[] peak = new double[481];
    double[] falling = new double[481];
    for (int i = 0; i <= 480; i++) {
      x[i] = 60 + 0.125 * i;
      peak[i] = signal(x[i]);
      falling[i] = background(x[i]);
      y[i] = peak[i] + falling[i];
    }
    double[] errors = Arrays.stream(expected).map(e -> 1e-9 * e).toArray();
    Map<String, List<Double>> components = new LinkedHashMap<>();
    components.put("f -> cauchy(m, width/2) + normal(0, s)", Numbers.list(peak));
    components.put("1-f -> exponential(k)", Numbers.list(falling));
    return new Likelihood(
        10851,
        0,
        0,
        10851,
        2.5e-7,
        Map.of(
            "mass",
            new Observable(
                "unbinned",
                new Derivation(
                    "mix(f -> cauchy(m, width/2) + normal(0, s), 1-f -> exponential(k))",
                    "direct convolution",
                    new Convolution(3.1e-9, 4096, 1e-4, 2e-3),
                    List.of(),
                    List.of("p = f*F1'(mass) + (1 - f)*k*exp(-k*mass)")),
                new Histogram(
                    Numbers.list(edges),
                    Numbers.list(counts),
                    null,
                    Numbers.list(expected),
                    Numbers.list(errors)),
                new Curve(Numbers.list(x), Numbers.list(y), components))));
  }

  private static double signal(double x) {
    double z = (x - 90.76) / 1.9;
    return 10851 * 0.84 * 0.6366 / 3.8 / (1 + z * z) * 1.08;
  }

  private static double background(double x) {
    return 10851
        * 0.16
        * 0.047157
        * Math.exp(-0.047157 * (x - 60))
        / (1 - Math.exp(-0.047157 * 60));
  }

  public static Result fitResult(String... warnings) {
    return new Result(header("fit", warnings), run(), new FitOutcome(fit(), Map.of("", zPeak())));
  }

  public static Result profileResult(String... warnings) {
    return new Result(
        header("profile", warnings),
        run(),
        new ProfileOutcome(fit(), profile(), Map.of("", zPeak())));
  }

  /**
   * y ~ uniform(-1, 1) + normal(0, sigma) would need an erf; a logistic edge looks the same and has
   * a derivative.
   */
  public static Result evaluateResult() {
    List<EvaluatedPoint> points = new ArrayList<>();
    for (int i = 0; i <= 80; i++) {
      double x = -2 + 0.05 * i;
      double low = 1 / (1 + Math.exp(-(x + 1) / 0.06));
      double high = 1 / (1 + Math.exp(-(1 - x) / 0.06));
      double density = low * high / 2;
      double dSigma = -((1 - low) * (x + 1) + (1 - high) * (1 - x)) / 0.06;
      double cdf = Math.min(1, Math.max(0, (x + 1) / 2));
      Map<String, Double> gradient = new LinkedHashMap<>();
      gradient.put("mu", ((1 - high) - (1 - low)) / 0.06);
      gradient.put("sigma", dSigma);
      points.add(
          new EvaluatedPoint(List.of(x), density, Math.log(density), cdf, 1 - cdf, gradient));
    }
    return new Result(
        header("evaluate"),
        run(),
        new EvaluateOutcome(
            points,
            new Variable(
                "y",
                new Derivation(
                    "uniform(-1, 1) + normal(mu, sigma)",
                    "closed form",
                    null,
                    List.of("cdf", "survival"),
                    List.of("p = exp(-y^2/2)")),
                Map.of("sigma", 0.1)),
            null));
  }

  public static Result rowsResult() {
    return new Result(
        header("evaluate"),
        run(),
        new EvaluateOutcome(
            List.of(),
            new Variable(
                "y",
                new Derivation(
                    "normal(mu, 1)", "closed form", null, List.of(), List.of("p = exp(-y^2/2)")),
                Map.of()),
            table("tables/rows.parquet", "y", "density", "log_density", "cdf", "survival")));
  }

  public static Result simulateResult() {
    return new Result(
        header("simulate"),
        run(),
        new SimulateOutcome(Map.of("sigma", 0.1), table("/data/events.parquet", "x", "y")));
  }

  public static Result gradientResult() {
    Map<String, Double> at = new LinkedHashMap<>();
    at.put("mu", 0.0);
    at.put("sigma", 1.0);
    List<Optimum.Step> path = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      path.add(new Optimum.Step(10 * i, Map.of("mu", 3 - 3 * Math.exp(-i)), 10 - i / 3.0, 0.1));
    }
    return new Result(
        header("gradient"),
        run(),
        new GradientOutcome(
            at,
            Map.of(
                "x",
                new Derivation(
                    "normal(mu, sigma)", "closed form", null, List.of(), List.of("p = 1"))),
            new Measured(9.9995, 6e-4),
            List.of(
                new DerivativeEstimate("pathwise", "mu", -5.99979, 2e-4, 4.001, 100000000),
                new DerivativeEstimate("score (optimal)", "mu", -5.9996, 1.5e-3, 222, 100000000),
                new DerivativeEstimate("pathwise", "sigma", 1.99966, 6.6e-4, 44, 100000000)),
            Map.of("pathwise", List.of(List.of(4.0, 0.0), List.of(0.0, 44.0))),
            List.of(
                new GradientFinding("choice", "mu", "pathwise", "takes the least work"),
                new GradientFinding("not_finite", null, null, "3 of 10 <samples> are not finite")),
            List.of(
                new GradientSample(7, "independent", 2.5, Map.of("pathwise", Map.of("mu", -1.5)))),
            new Optimum(
                "minimize",
                Map.of("mu", new Optimum.Parameter(3.0001, 2e-3, 1e-4, 2e-4, false)),
                new Measured(1.0002, 3e-4),
                200,
                true,
                "the mean gradients are 0",
                path,
                table("tables/path.parquet", "step", "mu"))));
  }

  public static Result doctorResult() {
    return new Result(
        header("doctor"),
        run(),
        new DoctorOutcome(
            new Checkup(
                List.of(
                    new Checkup.Device("EPYC", "simd", "CPU", true, null, null, null, 2e8, null),
                    new Checkup.Device(
                        "GPU", "CL", "GPU", null, 1L << 33, 1L << 31, 60, Double.NaN, "is lost")),
                "simd",
                "nothing: it is lost",
                "x ~ normal(m, s)",
                2,
                new Checkup.Jvm("17.0.15", 1L << 32, 2, "4.2.0", 4, 8),
                List.of(new Checkup.Advice("a problem", "a fix")))));
  }

  public static Result describeResult() {
    Map<String, Integer> counts = Map.of("exp", 2);
    return new Result(
        header("describe"),
        run(),
        new DescribeOutcome(
            Map.of(
                "likelihood",
                new Description(
                    Map.of(
                        "mass",
                        new Description.Density(
                            new Derivation(
                                "normal(m, 1)", "closed form", null, List.of(), List.of("p = 1")),
                            List.of(60.0, 120.0),
                            List.of(
                                new Description.Sum("direct", new Convolution(1e-9, 4096, 0, 0)),
                                new Description.Sum("closed form", null)),
                            List.of(new Description.Formula("p", "a < b", "p = a < b")))),
                    Map.of(
                        "gradient",
                        new Description.Cost(
                            Map.of("row", new Description.Operations(2, counts, counts)),
                            8,
                            1000,
                            "source/likelihood-gradient.java"))))));
  }

  private static Table table(String path, String... columns) {
    Map<String, String> schema = new LinkedHashMap<>();
    Arrays.stream(columns).forEach(name -> schema.put(name, "double"));
    return new Table(path, "parquet", 10851, 3, 2, schema);
  }

  /** Every double that JSON cannot say, and some whose digits are hard. */
  public static List<Double> awkwardNumbers() {
    return Arrays.asList(
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        -0.0,
        2e23,
        2.0E-3,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        0.1 + 0.2,
        9007199254740993.0);
  }
}
