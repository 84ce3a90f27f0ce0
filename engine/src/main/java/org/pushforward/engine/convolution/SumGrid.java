package org.pushforward.engine.convolution;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.pushforward.engine.distribution.Support;
import org.pushforward.engine.expr.Expr;
import org.pushforward.engine.expr.Grid;
import org.pushforward.engine.expr.Grids;
import org.pushforward.engine.expr.Table;
import org.pushforward.engine.kernel.Backend;
import org.pushforward.engine.kernel.ConvolutionTables;
import org.pushforward.engine.kernel.EventBlock;
import org.pushforward.engine.kernel.FourierConvolution;
import org.pushforward.engine.kernel.Lowering;
import org.pushforward.engine.kernel.ReferenceBackend;

/**
 * Chooses the grids of a {@link TabulatedSum} of X and Y.
 *
 * <p>Where a law ends, a cell has to end, at any parameters. So X - c and Y - d are tabulated, c
 * and d what their ends move by, or if Y has no end d = -c, so that the sum stays where it is; and
 * if X ends on both sides, with a length that changes, all of it times what keeps the length. Y's
 * other end is left where it falls.
 */
final class SumGrid {
  /** Error of the density, as a fraction of its peak, that ends the search. */
  static final double TOLERANCE = 1e-9;

  /** Mass of the kernel that may be cut off on each side: below the rounding of a sum of masses. */
  private static final double CUT = 1e-17;

  /** Kernels of heavier tails than this keep their mass within so many of their own widths. */
  private static final double LARGEST_REACH = 400;

  /** The kernel may grow so much during a fit before its tails are cut. */
  private static final double MARGIN = 2;

  /** Multiply-adds of one table; above it a coarser grid is kept, with its error stated. */
  private static final double LARGEST_WORK = 3e7;

  /** Transforms lose the tails: they have to be so many times as fast as a direct convolution. */
  private static final double TAILS_ARE_WORTH = 8;

  /** Of the domain, so that laws may move and stretch during a fit: on each side, in its width. */
  private static final double ROOM = 0.5;

  private static final double FAR = 1e60;
  private static final int PROBES = 400;

  private final Scheme scheme;
  private final Law signal;
  private final Law kernel;
  private final double low;
  private final double high;
  private final double margin;
  private final Frame frame;
  private final Support support;
  private final Map<String, Double> reference;

  /**
   * A law at the reference.
   *
   * @param low where its grid may begin
   * @param high where its grid may end
   * @param width of its middle half
   * @param from where its support begins
   * @param to where its support ends
   */
  private record Law(Expr masses, double low, double high, double width, double from, double to) {

    /** Its cells between these bounds, those at the ends of the support whole. */
    Grid grid(double step, double least, double most) {
      double edge = Double.isFinite(from) ? from : Double.isFinite(to) ? to : 0;
      // A billionth of a cell is rounding.
      double first = Math.floor((Math.max(low, least) - edge) / step + 1e-9);
      double last = Math.ceil((Math.min(high, most) - edge) / step - 1e-9);
      return new Grid(Math.fma(first, step, edge), step, (int) Math.max(1, last - first));
    }

    /** With all that it may come to have in the domain, up to the ends that stay. */
    Law everywhere() {
      return new Law(
          masses,
          low == from ? from : Double.NEGATIVE_INFINITY,
          high == to ? to : Double.POSITIVE_INFINITY,
          width,
          from,
          to);
    }

    /** Where its density may jump. */
    DoubleStream ends() {
      return DoubleStream.of(from, to).filter(Double::isFinite);
    }
  }

  private SumGrid(
      Summand x, Summand y, double low, double high, Map<String, Double> reference, Scheme scheme) {
    this.low = low;
    this.high = high;
    this.scheme = scheme;
    this.support = x.support().plus(y.support());
    this.reference = reference;
    Expr scale = scale(x.support(), y.support());
    Frame ofX = frame(x.support(), scale);
    Frame ofY = frame(y.support(), scale);
    if (isEndless(x.support())) {
      ofX = ofY.opposite();
    } else if (isEndless(y.support())) {
      ofY = ofX.opposite();
    }
    this.frame = ofX.plus(ofY);
    this.margin = frame.isPlain() ? 0 : ROOM * (high - low);
    Law first = law(x, ofX);
    Law second = law(y, ofY);
    boolean wider = first.high - first.low >= second.high - second.low;
    this.signal = (wider ? first : second).everywhere();
    this.kernel = wider ? second : first;
  }

  static TabulatedSum choose(
      Summand x, Summand y, double low, double high, Map<String, Double> reference, Scheme scheme) {
    return new SumGrid(x, y, low, high, reference, scheme).choose();
  }

  private TabulatedSum choose() {
    // A quarter of the narrower law's width to begin with, but not more than 1/32 of the domain.
    double step = Math.min(Math.min(signal.width, kernel.width) / 4, (high - low) / 32);
    while (work(step / 2) > LARGEST_WORK) {
      step *= 2;
    }
    // Both ends of a law are to be edges.
    double length = Math.min(signal.to - signal.from, kernel.to - kernel.from);
    step = length < Double.POSITIVE_INFINITY ? length / Math.ceil(length / step) : step;
    Tabulation chosen = tabulation(step);
    double error = Double.POSITIVE_INFINITY;
    double before = 0;
    while (error > TOLERANCE && work(chosen.step() / 2) <= LARGEST_WORK) {
      Tabulation finer = tabulation(chosen.step() / 2);
      double difference = finer.difference(chosen, probes(finer.step()));
      // Twice, for at a kink it only falls as the step. A jump that no support tells of lies in its
      // cell where it may: two grids can be wrong alike, hardly three. (1/32 is twice 2^-6.)
      error = Math.max(2 * difference, before / 32);
      before = difference;
      chosen = finer;
    }
    if (scheme.halvings() < 0) {
      double wider = Math.scalb(chosen.step(), -scheme.halvings());
      return sum(tabulation(wider), Double.POSITIVE_INFINITY);
    }
    for (int i = 0; i < scheme.halvings(); i++) {
      Tabulation finer = tabulation(chosen.step() / 2);
      error = Math.min(error, 2 * finer.difference(chosen, probes(finer.step())));
      chosen = finer;
    }
    return sum(chosen, error);
  }

  private TabulatedSum sum(Tabulation chosen, double error) {
    double[] f = chosen.folded(low, high);
    // Of nothing, rounding is left.
    return new TabulatedSum(
        chosen.table(), frame, error, Math.max(0, f[0]), Math.max(0, -f[1]), support);
  }

  private Tabulation tabulation(double step) {
    Table.Term term = new Table.Term(signal.masses, kernel.masses);
    return new Tabulation(new Table(grids(step), List.of(term)), reference, scheme.backend());
  }

  private Grids grids(double step) {
    double low = this.low - margin;
    double high = this.high + margin;
    double beside = 2 * ConvolutionTables.STENCIL * step;
    Grid s = signal.grid(step, low - kernel.high - beside, high - kernel.low + beside);
    Grid k = kernel.grid(step, low - signal.high - beside, high - signal.low + beside);
    int first = (int) Math.floor((low - s.low() - k.low()) / step - 0.5);
    int cells = (int) Math.ceil((high - low) / step + 1);
    return new Grids(
        s, k, first, cells, cells / 2, isFourier(scheme.algorithm(), s, k, cells), false);
  }

  /** The choice depends on sizes alone, so that results do not depend on the machine. */
  static boolean isFourier(Algorithm algorithm, Grid s, Grid k, int cells) {
    return switch (algorithm) {
      case FFT -> true;
      case DIRECT -> false;
      default -> (double) cells * k.cells() > TAILS_ARE_WORTH * FourierConvolution.work(s, k);
    };
  }

  /** Of one table; what is done once in a cell counts as 64. */
  private double work(double step) {
    Grids grids = grids(step);
    double products =
        grids.fourier()
            ? FourierConvolution.work(grids.signal(), grids.kernel())
            : (double) grids.cells() * grids.kernel().cells();
    return products + 64.0 * grids.cells();
  }

  /** Points of the domain, closer ones about where the ends of both laws meet in a kink. */
  private double[] probes(double step) {
    DoubleStream even =
        IntStream.range(0, PROBES).mapToDouble(i -> low + (high - low) * ((i + 0.381966) / PROBES));
    DoubleStream kinks = signal.ends().flatMap(a -> kernel.ends().map(b -> a + b));
    DoubleStream near =
        kinks.flatMap(
            z -> IntStream.range(-20, 20).mapToDouble(i -> z + (i + 0.381966) / 4 * step));
    return DoubleStream.concat(even, near.filter(z -> low <= z && z <= high)).toArray();
  }

  /** An end of the support, the lower one if there are two, or 0 if there is none. */
  private Expr end(Support support) {
    return Double.isFinite(value(support.low()))
        ? support.low()
        : Double.isFinite(value(support.high())) ? support.high() : Expr.of(0);
  }

  /** What keeps a length that changes: that of X, or of Y, if the other has not two ends. */
  private Expr scale(Support x, Support y) {
    boolean isX = hasTwoEnds(x) && !hasTwoEnds(y);
    boolean isY = hasTwoEnds(y) && !hasTwoEnds(x);
    if (!isX && !isY) {
      return Expr.of(1);
    }
    Expr length = isX ? x.high().minus(x.low()) : y.high().minus(y.low());
    return isConstant(length) ? Expr.of(1) : Expr.of(value(length)).over(length);
  }

  private boolean isEndless(Support support) {
    return !Double.isFinite(value(support.low())) && !Double.isFinite(value(support.high()));
  }

  private boolean hasTwoEnds(Support support) {
    return Double.isFinite(value(support.low())) && Double.isFinite(value(support.high()));
  }

  private Frame frame(Support support, Expr scale) {
    Expr end = end(support);
    return isConstant(end) && scale.is(1) ? Frame.PLAIN : Frame.of(end, value(end), scale);
  }

  /** Whether the end of a support stays in the frame, whatever the parameters. */
  private boolean stays(Expr end, Support support, Frame frame) {
    return end == end(support)
        || (frame.scale().is(1) ? isConstant(end.minus(end(support))) : hasTwoEnds(support));
  }

  private Law law(Summand v, Frame frame) {
    Expr masses = v.masses(frame);
    double lower = quantile(masses, 0.25, true);
    double upper = quantile(masses, 0.25, false);
    double centre = (lower + upper) / 2;
    double width = upper - lower;
    double reach = LARGEST_REACH * width;
    double below = Math.min(reach, MARGIN * (centre - quantile(masses, CUT, true)));
    double above = Math.min(reach, MARGIN * (quantile(masses, CUT, false) - centre));
    double from = value(v.support().low());
    double to = value(v.support().high());
    return new Law(
        masses,
        stays(v.support().low(), v.support(), frame)
            ? Math.max(from, centre - below)
            : centre - below,
        stays(v.support().high(), v.support(), frame)
            ? Math.min(to, centre + above)
            : centre + above,
        width,
        from,
        to);
  }

  private static boolean isConstant(Expr e) {
    return !Double.isNaN(e.constantOrNaN());
  }

  /** The point that has this mass below it, or above it; a little farther out. */
  private double quantile(Expr masses, double tail, boolean below) {
    // Edges 0, +-2^k for k = -40 .. 60 find the scale, then 512 cells between two edges the next.
    DoubleStream scales = IntStream.rangeClosed(-40, 60).mapToDouble(k -> Math.scalb(1.0, k));
    double[] edges =
        DoubleStream.concat(
                scales.flatMap(s -> DoubleStream.of(-s, s)), DoubleStream.of(-FAR, 0, FAR))
            .sorted()
            .toArray();
    int i = 0;
    for (int round = 0; round < 3; round++) {
      EventBlock bins = new EventBlock(new double[][] {edges}, edges.length - 1);
      double[] mass = evaluate(masses, Table.EDGE.name(), bins, scheme.backend());
      i = below ? 0 : mass.length - 1;
      for (double sum = Math.abs(mass[i]); sum <= tail; sum += Math.abs(mass[i])) {
        i += below ? 1 : -1;
      }
      if (round > 0) {
        // Where the point is an edge, rounding may put it into what lies outside the last cell.
        i = Math.max(1, Math.min(i, mass.length - 2));
      }
      double from = edges[i];
      double cell = (edges[i + 1] - from) / 512;
      edges =
          DoubleStream.concat(
                  IntStream.rangeClosed(0, 512).mapToDouble(j -> from + j * cell),
                  DoubleStream.of(-FAR, FAR))
              .sorted()
              .toArray();
    }
    return below ? edges[1] : edges[edges.length - 2];
  }

  private double value(Expr e) {
    EventBlock row = new EventBlock(new double[1][1], 1);
    return evaluate(e, "x", row, new ReferenceBackend(scheme.backend()))[0];
  }

  private double[] evaluate(Expr e, String column, EventBlock rows, Backend backend) {
    List<String> names = List.copyOf(reference.keySet());
    double[][] output = new double[1][rows.rows()];
    backend
        .kernel(Lowering.program(List.of(e), names, List.of(column)))
        .evaluate(names.stream().mapToDouble(reference::get).toArray(), rows, output);
    return output[0];
  }
}
